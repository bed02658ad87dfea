"""What the import contracts cannot say: a page uses the schemas of its own feature only.

Schemas may nest those of features below: an organisation is written the same way everywhere.
"""

import grimp
import pytest

EDGES = ("pages", "api", "schemas", "cli")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("app", cache_dir=None)


def feature_of(module: str) -> str:
    return module.split(".")[1]


def part_of(module: str) -> str:
    return ".".join(module.split(".")[2:3])


def is_edge(module: str) -> bool:
    parts = module.split(".")
    return len(parts) > 2 and parts[2] in EDGES and parts[1] not in ("core", "web", "tooling")


def test_no_feature_uses_the_edge_of_another(graph):
    crossing = [
        (importer, edge)
        for edge in sorted(filter(is_edge, graph.modules))
        for importer in sorted(graph.find_modules_that_directly_import(edge))
        if feature_of(importer) not in (feature_of(edge), "features")
        and not (part_of(importer) == part_of(edge) == "schemas")
    ]
    assert crossing == []
