"""Sizes bite from the first week: long files and functions are where clarity goes to die."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import assets, name_of, python_files, templates

MAX_FILE = 400
MAX_TEMPLATE = 150
MAX_FUNCTION = 50
P95_FUNCTION = 30


def function_sizes(*, of_tests: bool) -> Iterator[tuple[int, str]]:
    for path in python_files():
        if name_of(path).startswith("tests/") is not of_tests:
            continue
        if name_of(path).startswith("migrations/"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                yield lines, f"{name_of(path)}:{node.name}"


def test_no_file_is_too_long():
    files = [*python_files(), *assets()]
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in files}
    assert {name: size for name, size in sizes.items() if size > MAX_FILE} == {}


def test_no_template_is_too_long():
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in templates()}
    assert {name: size for name, size in sizes.items() if size > MAX_TEMPLATE} == {}


def test_no_function_is_too_long():
    sizes = [*function_sizes(of_tests=False), *function_sizes(of_tests=True)]
    assert [(size, name) for size, name in sizes if size > MAX_FUNCTION] == []


def test_most_functions_are_short():
    sizes = sorted(size for size, _ in function_sizes(of_tests=False))
    assert sizes[int(len(sizes) * 0.95)] <= P95_FUNCTION
