"""A judged challenge whose outcomes are told, and all that its author can get of it."""

import re

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.juries.models import Juror
from app.juries.rules.judging import Outcome, Verdict
from app.juries.services import deciding, scoring
from app.notifications.models import Delivery
from app.proposals.models import Submission
from app.proposals.presentation import receipt_pdf
from tests.api.program import Program
from tests.app.juries.scene import full, make_scene
from tests.client import Browser
from tests.factories.juries import make_assignment
from tests.worker import run_jobs

CHANGING = re.compile(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"')
JUROR, ORGANISATION = "Zzkanarek", "Zzkanarek Research Ltd"


class Judged:
    """A proposal that two jurors judged, one with words for its author."""

    def __init__(self):
        self.scene = make_scene(proposals=2, jurors=2)
        self.proposal = self.scene.proposals[0]
        self.author = self.proposal.created_by
        for number, juror in enumerate(self.scene.jurors):
            self._judge(juror, number)

    def _judge(self, juror, number):
        assignment = make_assignment(juror, self.proposal)
        said = full(3 + number, comment_to_proposer=f"Word {number}", comment="For us alone")
        with unit_of_work():
            scoring.submit_scorecard(actor_for(juror.person), assignment.id, said, version=0)

    def rename(self, *names):
        """Give the jurors other names."""
        with unit_of_work():
            for juror, name in zip(self.scene.jurors, names, strict=True):
                person = db.session.get_one(Juror, juror.id).person
                person.given_name = person.family_name = name
        db.session.expire_all()

    def decide(self):
        """Decide on both proposals and tell everybody."""
        yes = Verdict(Outcome.SELECTED, "It fits.", "Well done.")
        with unit_of_work():
            for one in self.scene.proposals:
                deciding.record_decision(self.scene.lead, one.id, yes)
        with unit_of_work():
            deciding.tell_everyone(self.scene.lead, self.scene.challenge.id)
        run_jobs()

    def paths(self):
        """Return the addresses that the author opens."""
        place = f"/proposals/{encode_id(self.proposal.id)}"
        return [place, "/proposals", "/home", f"{place}/receipt"]

    def got(self, app):
        """Return all that the author gets, page by page, without what changes by itself."""
        browser, client = Browser(app).sign_in(self.author), app.test_client()
        answers = {path: browser.get(path) for path in self.paths()}
        assert {one.status_code for one in answers.values()} == {200}
        pages = {path: CHANGING.sub("", one.text) for path, one in answers.items()}
        program = Program.of(client, self.author)
        for path in (f"/proposals/{encode_id(self.proposal.id)}", "/proposals"):
            pages["/api" + path] = program.send("GET", path).text
        mails = db.session.query(Delivery).filter_by(recipient=self.author.email)
        pages["mails"] = "".join(one.subject + one.text + one.html for one in mails)
        version = db.session.query(Submission).filter_by(proposal_id=self.proposal.id).one()
        pages["receipt"] = receipt_pdf(version, "en").hex()
        return pages
