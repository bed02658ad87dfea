"""What a side of the world has beside its event: ways in, links, profiles, files, broken glass."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.applicants.models import ApplicantAttachment, ApplicantFile
from app.challenges.models import (
    Challenge,
    ChallengeComment,
    ChallengeSeries,
    ChallengeVersion,
)
from app.comparison.models import ProposalMark, ProposalNote
from app.core import clock, files, work
from app.core.db import db
from app.core.facts import record
from app.core.uow import unit_of_work
from app.directory.models import DuplicatePair
from app.documents.models import Acceptance, Opening
from app.enquiries.queries import link_of as follow_link
from app.events.facts import TeamMemberAdded
from app.events.models import Event
from app.experts.rules import Employer
from app.identity.models import (
    ClusterMembership,
    Invitation,
    OfferNeed,
    Organisation,
    OrganisationKind,
    OrganisationLogo,
    Person,
    SizeDeclaration,
    WebSession,
)
from app.identity.models.links import MailLink
from app.identity.models.second_step import ExternalIdentity, Passkey
from app.identity.rules.crossed import CrossedState, Side
from app.identity.rules.inviting import Purpose
from app.identity.rules.links import LinkPurpose
from app.identity.services.invitations import link_of
from app.identity.services.links import text_of
from app.juries.models import Assignment, DeclinedSeat, Juror
from app.matching.models import ChallengeInvitation, Suggestion
from app.oversight.models import BrokenGlass
from app.pitches.models import AudienceVote, Pitch
from app.privacy.models import DataExport
from app.privacy.rules.purposes import Channel, Reply
from app.privacy.rules.purposes import Purpose as Consented
from app.privacy.services.consenting import answer
from app.privacy.services.exporting import KIND as EXPORT
from app.proposals.models import ProposalFile, ProposalPartner
from app.reports.models import OutcomeReport, Snapshot
from app.selection.models import ChecklistAnswer, IneligibleFinding
from app.support.models import ParticipantInvitation
from app.support.queries.participants import link_of as guest_link
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.documents import make_access, make_agreement, make_text
from tests.factories.enquiries import make_enquiry, make_follower
from tests.factories.experts import make_expert
from tests.factories.identity import (
    actor_of,
    make_member,
    make_organisation,
    make_person,
    make_session_secret,
)
from tests.factories.pitches import make_pass, make_pitch_day, make_pitch_round
from tests.factories.proposals import make_submitted_proposal


def make_ways_in(person: Person, word: str) -> dict[str, int]:
    """Give a person a second device, a passkey and an account elsewhere."""
    make_session_secret(person, device=word)
    session = db.session.query(WebSession).filter_by(person_id=person.id).one()
    key = {"credential_id": word, "public_key": b"key", "sign_count": 0, "transports": []}
    own = {"person_id": person.id}
    passkey = saved(lambda: Passkey(name=word, is_backed_up=False, **key, **own))
    elsewhere = saved(lambda: ExternalIdentity(issuer="https://id.example", subject=word, **own))
    return {
        "web_session_id": session.id,
        "passkey_id": passkey.id,
        "identity_id": elsewhere.id,
    }


def make_links(person: Person) -> dict[str, str]:
    """Return what the mails of a person would hold, by the endpoint that opens it."""
    return {f"{purpose}_link": text_of(_mail_link(person, purpose)) for purpose in LinkPurpose}


def _mail_link(person: Person, purpose: LinkPurpose) -> MailLink:
    address = {"email": person.email, "email_key": person.email_key, "person_id": person.id}
    until = {"language": "en", "expires_at": clock.now() + timedelta(hours=1)}
    return saved(lambda: MailLink(purpose=purpose, **address, **until))


def make_invitation(
    organisation: Organisation, holder: Person
) -> tuple[dict[str, int], dict[str, str]]:
    """Invite somebody who may also withdraw it; its id and its link."""
    invited = {"email": holder.email, "email_key": holder.email_key}
    by = {"organisation_id": organisation.id, "invited_by_id": holder.id, "role": "member"}
    until = {"purpose": Purpose.MEMBERSHIP, "expires_at": clock.now() + timedelta(days=14)}
    invitation = saved(lambda: Invitation(**invited, **by, **until))
    return {"invitation_id": invitation.id}, {"invitation_link": link_of(invitation)}


def make_opinion(proposal_id: int, firm: Organisation, owner: Person, word: str) -> None:
    """Let a challenge's owner mark a proposal and note something of it."""
    about = {"proposal_id": proposal_id, "organisation_id": firm.id}
    saved(lambda: ProposalMark(mark="keep", marked_by_id=owner.id, **about))
    colleague = make_member(firm)
    saved(lambda: ProposalNote(text=word, author_id=colleague.id, **about))


def make_profile(organisation: Organisation, word: str) -> dict[str, int]:
    """List a cluster with an offer, a logo, a member, and a name that somebody else has too."""
    with unit_of_work():
        db.session.merge(organisation).listed_at = clock.now()
    offer = saved(lambda: OfferNeed(organisation_id=organisation.id, kind="offer", text="Lasers"))
    saved(lambda: OrganisationLogo(organisation_id=organisation.id, file_id=_file(word)))
    member = make_organisation(name=word)
    crossed = saved(
        lambda: ClusterMembership(
            cluster_id=organisation.id,
            organisation_id=member.id,
            state=CrossedState.ASKED,
            asked_by=Side.ORGANISATION,
        )
    )
    first, second = sorted((organisation.id, member.id))
    reasons = {"reasons": ["name"], "weight": 80}
    asked = {"gone_id": member.id, "asked_by_id": make_member(member).id}
    pair = saved(lambda: DuplicatePair(first_id=first, second_id=second, **reasons, **asked))
    return {
        "cluster_id": organisation.id,
        "offer_id": offer.id,
        "crossed_id": crossed.id,
        "pair_id": pair.id,
    }


def make_pitches(event: Event, firm: Organisation, person: Person, word: str) -> dict[str, int]:
    """Plan a pitch day with one pitch, which the event's juror judges and has a code for."""
    challenge = make_challenge(event, phase="shortlist", owner_organisation_id=firm.id)
    proposal = make_submitted_proposal(challenge, state="shortlisted", title=word)
    one = make_pitch_round(challenge)
    day = make_pitch_day(one, proposal)
    ours = select(Juror).where(Juror.event_id == event.id, Juror.person_id == person.id)
    juror = db.session.scalars(ours).one()
    ids = {"round_id": one.id, "juror_id": juror.id, "proposal_id": proposal.id}
    assignment = saved(lambda: Assignment(**ids))
    make_pass(day, juror, f"jur_{event.slug}")
    vote = saved(
        lambda: AudienceVote(day_id=day.id, mode="approval", most=1, opened_at=clock.now())
    )
    pitch_id = db.session.scalar(select(Pitch.id).where(Pitch.day_id == day.id))
    assert pitch_id is not None
    return {
        "pitch_round_id": one.id,
        "pitch_id": pitch_id,
        "pitched_id": assignment.id,
        "vote_id": vote.id,
    }


def make_called(event: Event, organisation: Organisation, word: str) -> dict[str, int]:
    """Invite an organisation to a challenge that suits it and a member of it, and why it does."""
    firm = make_organisation(kind="large_company", name=f"Calling {event.slug}")
    challenge = make_challenge(event, owner_organisation_id=firm.id)
    ids = {"challenge_id": challenge.id, "organisation_id": organisation.id}
    reasons = [["keywords", [word]]]
    saved(lambda: Suggestion(**ids, score=60, reasons=reasons))
    day = {"invited_on": clock.now().date(), "place": 1}
    return {"called_id": saved(lambda: ChallengeInvitation(**ids, **day)).id}


def make_pool(cluster: Organisation, person: Person, word: str) -> dict[str, int]:
    """Put somebody into the pool of experts of a cluster."""
    said = {"strengths": word, "employers": (Employer(word),), "topics": ("energy",)}
    return {"expert_id": make_expert(cluster, person, **said).id}


def make_declined(event: Event, word: str) -> dict[str, int]:
    """Let somebody have declined a seat on the panel of an event."""
    who = {"email": f"{word.lower()}@example.org", "role": "member", "reason": word}
    return {"declined_id": saved(lambda: DeclinedSeat(event_id=event.id, **who)).id}


def _file(word: str) -> int:
    """Store a file in the current unit of work and return its id."""
    stored = files.store_bytes(word.encode(), "file.pdf", "application/pdf")
    db.session.flush()
    return stored.id


def make_series(event: Event) -> dict[str, int]:
    """Let a challenge be the first round of a series."""
    rule = {"at": "17:00", "every": 1, "unit": "months", "first_on": event.starts_at.date()}
    series = saved(lambda: ChallengeSeries(event_id=event.id, **rule))
    return {"series_id": series.id, "round": 1}


def make_report(event: Event, holder: Person, reason: str) -> dict[str, int]:
    """Make a snapshot with its report, done by work that the holder asked for."""
    with unit_of_work():
        started = work.start_work(actor_of(holder), "report", event.id, title=reason)
        work.finish(started.id, db.session.get(files.StoredFile, _file(reason)))
    empty = {"sha256": "0" * 64, "content": "{}"}
    snapshot = saved(lambda: Snapshot(event_id=event.id, version=1, reason=reason, **empty))
    saved(lambda: OutcomeReport(snapshot_id=snapshot.id, work_id=started.id))
    return {"work_id": started.id}


def make_copy(person: Person, word: str) -> dict[str, int]:
    """Make the copy of their data that somebody asked for, ready to be downloaded."""
    with unit_of_work():
        started = work.start_work(actor_of(person), EXPORT, title=word)
        work.finish(started.id, db.session.get(files.StoredFile, _file(word)))
    copy = saved(lambda: DataExport(person_id=person.id, work_id=started.id))
    return {"export_id": copy.id}


def invite_guest(
    event: Event, cluster: Organisation, sender: Person, word: str
) -> tuple[dict[str, int], dict[str, str]]:
    """Invite a participant for a cluster; its id and its link."""
    address = {"email": f"{word.lower()}@example.org", "email_key": f"{word.lower()}@example.org"}
    by = {"cluster_id": cluster.id, "invited_by_id": sender.id}
    until = {"expires_at": clock.now() + timedelta(days=14)}
    row = saved(lambda: ParticipantInvitation(event_id=event.id, **address, **by, **until))
    return {"guest_id": row.id}, {"guest_link": guest_link(row)}


def make_file(proposal_id: int, word: str) -> dict[str, int]:
    """Add a file to a proposal."""
    return {
        "file_id": saved(lambda: ProposalFile(proposal_id=proposal_id, file_id=_file(word))).file_id
    }


def make_talk(challenge_id: int, asker: Person, word: str) -> tuple[dict[str, int], dict[str, str]]:
    """Let somebody ask and follow; the ids of a question and of one that was answered to all.

    The link ends the following.
    """
    challenge = db.session.get_one(Challenge, challenge_id)
    enquiry = make_enquiry(challenge, asked_by_id=asker.id, asked_text=word)
    unfollow = follow_link(make_follower(challenge, asker))
    at, said = clock.now(), {"text": "Which voltage?", "answer": "230 V"}
    public = make_enquiry(challenge, asked_text=word, state="published", published_at=at, **said)
    return {"enquiry_id": enquiry.id, "answered_id": public.id}, {"unfollow_link": unfollow}


def make_applicant(home: Organisation, writer: Person, word: str) -> dict[str, int]:
    """Write an organisation's applicant file, with a file that goes with every proposal."""
    texts = dict.fromkeys(("pitch", "about", "team", "track_record", "ip_note"), word)
    saved(lambda: ApplicantFile(organisation_id=home.id, **texts))
    ids = {"organisation_id": home.id, "added_by_id": writer.id}
    row = saved(lambda: ApplicantAttachment(file_id=_file(word), **ids))
    return {"attachment_id": row.id}


def make_ally(proposal_id: int, word: str) -> dict[str, int]:
    """Name a partner of a proposal."""
    said = {"name": word, "name_key": word, "country": "PL", "kind": "sme"}
    return {"ally_id": saved(lambda: ProposalPartner(proposal_id=proposal_id, **said)).id}


def make_documents(challenge: Challenge, reader: Person, home: int, word: str) -> dict[str, int]:
    """Put a confidential text to a challenge, opened by somebody who was let in."""
    agreement = make_agreement(challenge)
    document = make_text(challenge, title=word, text=word)
    access = make_access(challenge, reader, home)
    accepted = {"agreement_id": agreement.id, "access_id": access.id, "person_id": reader.id}
    saved(lambda: Acceptance(**accepted))
    opened = {"person_id": reader.id, "organisation_id": home, "tier": document.tier}
    saved(lambda: Opening(document_id=document.id, **opened))
    return {"document_id": document.id, "access_id": access.id}


def break_glass(operator: Person, event: Event, reason: str, *, hours: int) -> dict[str, int]:
    """Let an operator look into an event for some hours; none are over already."""
    ends = clock.now() + timedelta(hours=hours)
    opened = {"opened_at": clock.now() - timedelta(hours=1), "ends_at": ends}
    row = {"event_id": event.id, "opened_by_id": operator.id, "reason": reason}
    return {"glass_id": saved(lambda: BrokenGlass(**row, **opened)).id}


def make_history(event: Event, people: dict[str, Person], home: Organisation, word: str) -> None:
    """Let something have happened: a log, open invitations, a declaration, a request, a consent."""
    lead = people["lead"]
    asking = make_organisation(kind=OrganisationKind.CLUSTER, name=f"Asking {event.slug}")
    with unit_of_work():
        record(TeamMemberAdded(actor_id=lead.id, event_id=event.id, person_id=lead.id, role="lead"))
        db.session.add(SizeDeclaration(organisation_id=home.id, size_class="small"))
        asked = {"asked_by": Side.CLUSTER, "state": CrossedState.ASKED}
        db.session.add(ClusterMembership(cluster_id=asking.id, organisation_id=home.id, **asked))
        of_event = {"event_id": event.id}
        _invite(Purpose.TEAM, lead, home, word, role="desk", **of_event)
        _invite(Purpose.JURY, lead, home, word, **of_event)
        _invite(Purpose.JOINING, people["attendee"], home, word, role="member")
        news = {"purpose": Consented.NEWSLETTER, "text": "The news, once a month"}
        reply = Reply(**news, language="en", is_given=True, channel=Channel.ACCOUNT)
        answer(actor_of(lead), reply)


def _invite(purpose: Purpose, by: Person, home: Organisation, word: str, **values: Any) -> None:
    email = f"{word}.{purpose}@example.org"
    until = {"expires_at": clock.now() + timedelta(days=14), "organisation_id": home.id}
    to = {"purpose": purpose, "email": email, "email_key": email, "invited_by_id": by.id}
    db.session.add(Invitation(**to, **until, **values))


def make_operator(name: str) -> Person:
    """Make somebody who runs the installation."""
    return make_person(email=f"{name}@example.org", is_operator=True)


def make_brief_life(challenge: Challenge, owner: Person, word: str) -> ChallengeComment:
    """Give a challenge a kept version and a comment on its brief."""
    ids = {"challenge_id": challenge.id, "by_id": owner.id}
    kept = {"number": 1, "occasion": "submitted", "content": {"title": word}, "digest": "0" * 64}
    saved(lambda: ChallengeVersion(**kept, **ids))
    return saved(lambda: ChallengeComment(section="offer", side="owner", text=word, **ids))


def make_finding(proposal_id: int, word: str, note: str) -> None:
    """Let a proposal be found not eligible once, with a reply, and answer a point of its list."""
    at = clock.now() - timedelta(days=2)
    said = {"reason": word, "reply": word, "replied_at": at, "reply_until": at + timedelta(days=1)}
    ids = {"proposal_id": proposal_id, "number": 1, "found_at": at - timedelta(days=1)}
    saved(lambda: IneligibleFinding(**ids, **said, outcome="turned", answered_at=at))
    saved(lambda: ChecklistAnswer(proposal_id=proposal_id, key="trl", verdict="yes", note=note))
