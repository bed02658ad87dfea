"""A program that talks to the API in somebody's name."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories.identity import make_api_token

API = "/api/v1"


class Program:
    """Sends requests with one bearer's secret, and insists on the status that is expected."""

    def __init__(self, client: FlaskClient, secret: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {secret}"}

    @classmethod
    def of(cls, client: FlaskClient, person: Any, *scopes: str) -> "Program":
        """Return a program with a token of a person."""
        return cls(client, make_api_token(person, *scopes))

    def send(self, method: str, path: str, **more: Any) -> Any:
        """Send a request and return the answer, whatever it is."""
        return self.client.open(API + path, method=method, headers=self.headers, **more)

    def get(self, path: str) -> Any:
        """Read something."""
        return self._expect(self.send("GET", path), 200).json

    def post(self, path: str, body: Any = None, status: int = 201) -> Any:
        """Make something."""
        return self._expect(self.send("POST", path, json=body), status).json

    def put(self, path: str, body: Any) -> Any:
        """Replace something."""
        return self._expect(self.send("PUT", path, json=body), 200).json

    def patch(self, path: str, body: Any) -> Any:
        """Change something."""
        return self._expect(self.send("PATCH", path, json=body), 200).json

    def upload(self, path: str, file: Any) -> Any:
        """Send a file."""
        return self._expect(self.send("POST", path, data={"file": file}), 201).json

    def download(self, path: str) -> TestResponse:
        """Fetch a file."""
        return self._expect(self.send("GET", path), 200)

    def _expect(self, answer: TestResponse, status: int) -> TestResponse:
        told = (
            f"{answer.request.method} {answer.request.path}: {answer.status} {answer.data[:500]!r}"
        )
        assert answer.status_code == status, told
        return answer
