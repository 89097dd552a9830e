"""Everything that a page or a book needs, imported once: the server from which processes are forked.

Nothing is calculated here and no thread is started, so a fork of it is as good as a fresh Python.
"""

# ruff: noqa: E402, F401, I001
import gc
import os
import sys
import warnings

gc.disable()  # what is imported stays: to look through it for garbage meanwhile takes a fifth of the time
PATH = [folder for folder in sys.path if folder]  # of a Python on its own, without its caller's folder

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # no advice for who debugs this process
BEFORE = set(os.environ)
# A kernel names its own backend before a notebook can import matplotlib; here matplotlib comes first.
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")

# What a notebook imports, and the kernel it runs in, with the debugger that every kernel loads.
import IPython.core.completerlib
import IPython.core.crashhandler
import IPython.core.logger
import IPython.core.oinspect
import IPython.core.shellapp
import IPython.terminal.pt_inputhooks
import ipykernel.debugger
import ipykernel.inprocess.ipkernel
import matplotlib.backends.backend_svg
import matplotlib_inline.backend_inline
import pandas.io.formats.csvs
import PIL.Image
import psutil
import sqlite3
import tornado.platform.asyncio

import wres.build.incremental.tracing
import wres.pages.about
import wres.pages.accessibility
import wres.pages.accessibility_evidence
import wres.pages.action_plan
import wres.pages.audit
import wres.pages.benchmarks
import wres.pages.changes
import wres.pages.chart
import wres.pages.titles_and_alt_texts
import wres.pages.commentary
import wres.pages.contacts
import wres.pages.digest
import wres.pages.fragments
import wres.pages.glossary
import wres.pages.improvement_plan
import wres.pages.indicator
import wres.pages.methods
import wres.pages.phrases
import wres.pages.plots
import wres.pages.series_breaks
import wres.pages.summary
import wres.pages.table
import wres.pages.workforce

SET = {name: os.environ[name] for name in os.environ.keys() - BEFORE}  # variables that imports have set
FILTERS = list(warnings.filters)  # which warnings a notebook is told of; what follows would add to them

# What runs notebooks and compiles books.
import importlib
import jupyter_book.cli.main
import jupyter_book.sphinx
import nbformat
import myst_nb.sphinx_ext
import papermill
import sphinx.application
import sphinx.builders.html
import sphinx_external_toc.api

import wres.site.start_page
import wres.disclosure.leak_scan
import wres.pages.origins
import wres.lint.check

for extension in sphinx.application.builtin_extensions:  # all that a book loads before its own
    importlib.import_module(extension)
PIL.Image.preinit()
nbformat.validate(nbformat.v4.new_notebook())  # its schema is compiled here and not by every page

gc.freeze()  # a fork need not copy what is here to count it
gc.enable()
