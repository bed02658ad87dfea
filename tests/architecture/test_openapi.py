"""The committed copy of the API description is the one that is served.

After a change of the API write it anew with `python3 innoday.py describe`, and read the difference.
"""

import json

from openapi_spec_validator import validate

from app.web.description import DOCUMENT


def test_the_copy_is_up_to_date(client):
    served = client.get("/api/openapi.json").json
    assert json.loads(DOCUMENT.read_text()) == served


def test_it_is_valid_openapi(client):
    served = client.get("/api/openapi.json").json
    assert served["openapi"] == "3.1.0"
    validate(served)
