"""Words and characters are counted alike by the server and by the page, from one set of vectors."""

import json
from pathlib import Path

import pytest
from marshmallow import ValidationError

from app.core.ids import encode_id
from app.proposals.rules import count_words
from app.web.fields import Text
from app.web.forms import Form
from tests.factories.challenges import make_challenge
from tests.factories.proposals import make_proposal

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "counts.json").read_text())
# What the page says below its field, for each text that is put into it.
READ = """async ([field, texts]) => {
  const { words, characters } = await import("/static/js/counting.js");
  const area = document.getElementById(field), note = document.getElementById(`${field}-count`);
  return texts.map((text) => {
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    return [parseInt(note.textContent, 10), words(text), characters(text)];
  });
}"""


def kept(text, longest):
    """Return what a form keeps of a text with a limit."""
    schema = Form.from_dict({"text": Text(longest)})()
    return schema.load({"text": text})["text"] or ""


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["of"])
def test_the_server_counts_so(vector):
    text = kept(vector["text"], max(vector["characters"], 1))
    assert (count_words(text), len(text)) == (vector["words"], vector["characters"])
    if vector["characters"] > 1:
        with pytest.raises(ValidationError):
            kept(vector["text"], vector["characters"] - 1)


@pytest.mark.browser
def test_the_page_counts_so(page, signed_in_as):
    proposal = make_proposal(make_challenge())
    signed_in_as(page, proposal.created_by).goto(f"/proposals/{encode_id(proposal.id)}/edit")
    found = page.evaluate(READ, ["f-summary", [one["text"] for one in VECTORS]])
    wrong = [
        (one["of"], counts)
        for one, counts in zip(VECTORS, found, strict=True)
        if counts != [one["words"], one["words"], one["characters"]]
    ]
    assert wrong == []
