"""Row 16 (HotCRP): reviewers could gain what authors have."""

from app.core.ids import encode_id
from app.identity.queries import actor_for
from tests.client import Browser
from tests.factories.identity import make_api_token
from tests.regress.judged import Judged

PREFIXES = ("/proposals/<id:proposal_id>", "/api/v1/proposals/<id:proposal_id>")
READERS = {"GET", "HEAD", "OPTIONS"}


def test_no_act_of_a_juror_on_a_proposal_is_an_authors(app):
    judged = Judged()
    person = judged.scene.jurors[0].person
    browser, client = Browser(app).sign_in(person), app.test_client()
    bearer = {"Authorization": f"Bearer {make_api_token(person, 'read', 'write')}"}
    before, let_in, asked = actor_for(person), [], 0
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(PREFIXES):
            continue
        values = {name: encode_id(judged.proposal.id) for name in rule.arguments}
        path = rule.rule
        for name, value in values.items():
            for kind in ("id", "int"):
                path = path.replace(f"<{kind}:{name}>", "1" if kind == "int" else value)
        for method in sorted(rule.methods - READERS):
            asked += 1
            if path.startswith("/api/"):
                status = client.open(path, method=method, headers=bearer, json={}).status_code
            else:
                status = browser.post(path, {}, page="/jury").status_code
            if status not in (403, 404, 422):
                let_in.append((method, path, status))
    assert asked > 10
    assert let_in == []
    assert actor_for(person) == before
