"""Kernels that start in no time: a Jupyter kernel provisioner that forks instead of starting Python.

A spare is a process forked beforehand, while its parent has but one thread. When papermill asks for
a kernel, the provisioner tells the spare to become it. Every kernel is a process of its own, with
the arguments, environment and folder it would have had otherwise, and ends as any kernel does.
Where there is no spare, the provisioner starts an ordinary kernel.
"""

import multiprocessing
import os
import random
import signal
import sys
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

NAME = "wres-forked"
GROUP = "jupyter_client.kernel_provisioners"
CHOSEN = "JUPYTER_DEFAULT_PROVISIONER_NAME"  # jupyter_client's own


@dataclass(frozen=True)
class Spare:
    """A forked process that waits to be told which kernel to be.

    To jupyter_client it looks like the ``subprocess.Popen`` of an ordinary kernel.
    """

    process: Any  # multiprocessing has a class of its own for each way to start
    to_it: Connection
    stdin = stdout = stderr = None

    @property
    def pid(self) -> int:
        """The process's id."""
        found: int = self.process.pid
        return found

    def poll(self) -> int | None:
        """The exit code; None while it runs."""
        code: int | None = self.process.exitcode
        return code

    def wait(self) -> int | None:
        """The exit code, once it has ended."""
        self.process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()

    def terminate(self) -> None:
        """Ask it to end."""
        self.process.terminate()


_spares: list[Spare] = []
_running: list[Spare] = []


@cache
def installed() -> bool:
    """Whether Jupyter knows the provisioner: the package may have been installed before it had one."""
    return bool(entry_points(group=GROUP, name=NAME))


def prepare() -> None:
    """Fork a spare. To be called by a process with one thread, forked from ``wres.warm``."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    process = fork.Process(target=_wait, args=(theirs, ours))
    process.start()
    theirs.close()
    _spares.append(Spare(process, ours))
    os.environ[CHOSEN] = NAME


def end_all() -> None:
    """End every spare and kernel of this process, and whatever they have started."""
    for spare in [*_spares, *_running]:
        if spare.poll() is None:
            with suppress(OSError):
                os.killpg(spare.pid, signal.SIGKILL)
            spare.kill()


class ForkedProvisioner(LocalProvisioner):
    """Jupyter's own local provisioner, but for the start: a spare becomes the kernel."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; the ordinary way where there is no spare or it is no Python kernel."""
        if not _spares or "ipykernel_launcher" not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        spare = _spares.pop()
        _running.append(spare)
        self.cwd = kwargs.get("cwd") or Path.cwd()
        environment = dict(kwargs.get("env") or os.environ)
        environment.pop(CHOSEN, None)  # a kernel that the notebook starts is an ordinary one
        environment["JPY_PARENT_PID"] = str(os.getpid())
        arguments = cmd[cmd.index("ipykernel_launcher") :]
        spare.to_it.send((arguments, environment, str(self.cwd)))
        self.process = spare  # type: ignore[assignment]  # it does what jupyter_client asks of a Popen
        self.pid = self.pgid = spare.pid
        return self.connection_info


def _wait(orders: Connection, parents_end: Connection) -> None:
    """What a spare does: wait, then become the kernel it is told to be."""
    parents_end.close()
    os.setsid()  # as jupyter_client starts a kernel: Ctrl-C is the parent's to handle
    try:
        arguments, environment, folder = orders.recv()
    except EOFError:  # the parent has gone, and wants no kernel
        os._exit(0)
    orders.close()
    _become(arguments, environment, folder)


def _become(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be ``python -m ipykernel_launcher``: nothing of the parent is left but what was imported."""
    import numpy as np
    from ipykernel.kernelapp import IPKernelApp

    from wres import warm

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.default_int_handler)
    os.environ.clear()
    os.environ.update(warm.SET | environment)
    os.chdir(folder)
    sys.path[:] = warm.PATH
    warnings.resetwarnings()
    warnings.filters[:] = warm.FILTERS  # type: ignore[index]
    sys.argv = [arguments[0]]
    random.seed()
    np.random.seed()
    # ipykernel reads the number of its parent, with whom it ends, from the environment as it is imported.
    IPKernelApp.launch_instance(arguments[1:], parent_handle=os.getppid())
