"""A page's kernel in the page's own process: ipykernel's in-process kernel, as nbclient asks for one.

A page's warm process is forked for it alone and ends with it, so nothing but the notebook runs in it.
Its kernel needs no further process, no sockets and no waiting. nbclient takes
the manager by its own setting, ``NotebookClient.kernel_manager_class``; papermill, nbclient and ipykernel
stay as they are. Elsewhere a notebook has an ordinary kernel.
"""

import os
import random
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from ipykernel.inprocess import BlockingInProcessKernelClient, InProcessKernelManager
from IPython.core.shellapp import InteractiveShellApp
from traitlets import DottedObjectName

from wres.build.processes.preload import FILTERS, PATH, SET


class Client(BlockingInProcessKernelClient):
    """ipykernel's client, with what nbclient asks of one besides."""

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """Read the kernel's answer: it is there at once, so nothing is waited for."""
        self.kernel_info()
        self._handle_kernel_info_reply(self.shell_channel.get_msg(timeout=timeout))

    def is_alive(self) -> bool:
        """Whether the kernel lives: as long as this process does."""
        return True


class Manager(InProcessKernelManager):
    """ipykernel's manager; the process it starts a kernel in becomes to a notebook as a new Python is."""

    client_class = DottedObjectName("wres.build.processes.in_process_kernel.Client")

    def start_kernel(self, cwd: str | None = None, extra_arguments: Sequence[str] = (), **more: Any) -> None:
        """Start the kernel in this process, in the folder ``cwd``."""
        self._folder = Path.cwd()
        _as_new(cwd or str(self._folder))
        super().start_kernel(**more)

    def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """End the kernel, and be in the folder from before."""
        super().shutdown_kernel()
        os.chdir(self._folder)


def _as_new(folder: str) -> None:
    """Nothing of the process is left to a notebook but what was imported."""
    os.environ.update({**SET, **os.environ, "JPY_PARENT_PID": str(os.getppid())})
    os.chdir(folder)
    sys.path[:] = PATH
    InteractiveShellApp().init_path()
    sys.argv = ["ipykernel_launcher"]
    warnings.resetwarnings()
    warnings.filters[:] = FILTERS  # type: ignore[index]
    random.seed()
    np.random.seed()
