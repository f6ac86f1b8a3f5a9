"""The examples in the docstrings of the ground floor are true, and the floor stays bare."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import pytest

import portal.domain

MODULES = [
    module.name
    for module in pkgutil.walk_packages(portal.domain.__path__, "portal.domain.")
    if not module.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    module = importlib.import_module(name)
    assert module.__doc__, "every module says what it is"
    assert doctest.testmod(module).failed == 0


def test_some_examples_were_run():
    attempted = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert attempted > 15


def test_counting_loads_no_framework():
    """`portal/__init__` wires Celery; below it the ground floor must not even load Django."""
    script = (
        "import sys, types; package = types.ModuleType('portal'); package.__path__ = ['portal'];"
        "sys.modules['portal'] = package; import portal.domain.clock, portal.domain.drawing;"
        "print([m for m in ('django', 'celery', 'rest_framework') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
