"""Everything that a page or a book needs, imported once: the server from which processes are forked.

Nothing is calculated here and no thread is started, so a fork of it is as good as a fresh Python.
"""

# ruff: noqa: E402, F401, I001
import gc
import os
import sys
import warnings

PATH = [folder for folder in sys.path if folder]  # of a Python on its own, without its caller's folder

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # no advice for who debugs this process
BEFORE = set(os.environ)
# A kernel names its own backend before a notebook can import matplotlib; here matplotlib comes first.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

# What a notebook imports, and the kernel it runs in.
import ipykernel.inprocess.ipkernel
import matplotlib.backends.backend_svg
import matplotlib_inline.backend_inline

import wres.charts
import wres.digest
import wres.methods
import wres.plans
import wres.sentences
import wres.tables

SET = {name: os.environ[name] for name in os.environ.keys() - BEFORE}  # variables that imports have set
FILTERS = list(warnings.filters)  # which warnings a notebook is told of; what follows would add to them

# What runs notebooks and compiles books.
import jupyter_book.cli.main
import jupyter_book.sphinx
import jupyter_client.asynchronous
import jupyter_client.provisioning
import nbformat
import myst_nb.sphinx_ext
import papermill
import sphinx.builders.html
import sphinx_external_toc.api

import wres.entrance
import wres.leaks

nbformat.validate(nbformat.v4.new_notebook())  # its schema is compiled here and not by every page

gc.collect()
gc.freeze()  # what is here stays: a fork need not copy it to count it
