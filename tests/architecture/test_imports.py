"""What the import contracts cannot say: a page uses the schemas of its own feature only."""

import grimp
import pytest

EDGES = ("pages", "api", "schemas", "messages", "cli")


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("app", cache_dir=None)


def feature_of(module: str) -> str:
    return module.split(".")[1]


def is_edge(module: str) -> bool:
    parts = module.split(".")
    return len(parts) > 2 and parts[2] in EDGES and parts[1] not in ("core", "web", "tooling")


def test_no_feature_uses_the_edge_of_another(graph):
    crossing = [
        (importer, edge)
        for edge in sorted(filter(is_edge, graph.modules))
        for importer in sorted(graph.find_modules_that_directly_import(edge))
        if feature_of(importer) not in (feature_of(edge), "features")
    ]
    assert crossing == []
