"""The committed copy of the API description is the one that is served."""

import json

from openapi_spec_validator import validate

from tests.architecture.tree import ROOT

COPY = ROOT / "docs" / "openapi.json"


def test_the_copy_is_up_to_date(client):
    served = client.get("/api/openapi.json").json
    assert json.loads(COPY.read_text()) == served


def test_it_is_valid_openapi(client):
    served = client.get("/api/openapi.json").json
    assert served["openapi"] == "3.1.0"
    validate(served)
