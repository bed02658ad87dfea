"""Every fact says in one sentence what happened."""

from app.core.facts import kinds


def test_every_fact_is_documented(application):
    assert [name for name, kind in kinds().items() if not (kind.__doc__ or "").strip()] == []


def test_no_fact_borrows_its_sentence(application):
    sentences = [kind.__doc__ for kind in kinds().values()]
    assert len(set(sentences)) == len(sentences)
