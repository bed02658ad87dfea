"""What may tie a juror to a proposal, from records written by hand."""

from app.juries.rules.hints import (
    Firm,
    FoundHint,
    Hint,
    JurorTies,
    ProposalTies,
    Records,
    find_hints,
)
from challenges.links import Party

MAKER, ALLY, HOME, OWNER = 1, 2, 3, 4
JUROR = JurorTies(7, organisations=frozenset({HOME}))


def firm(name="x", **party):
    emails = frozenset(party.pop("emails", ()))
    return Firm(name, Party(emails=emails, **party))


def hints(juror=JUROR, makers=(MAKER,), *, is_declared=False, **firms):
    records = Records({MAKER: firm("maker"), ALLY: firm("ally"), HOME: firm(), OWNER: firm()})
    named = {"maker": MAKER, "ally": ALLY, "home": HOME, "owner": OWNER}
    records = Records({**records.firms, **{named[key]: one for key, one in firms.items()}})
    proposal = ProposalTies(9, frozenset(makers), OWNER, is_declared)
    found = find_hints([juror], [proposal], records)
    assert all((one.juror_id, one.proposal_id) == (7, 9) for one in found)
    return [(one.sign, one.evidence) for one in found]


def test_strangers_give_no_hint():
    assert hints() == []


def test_a_past_employer_is_found_by_record_and_else_by_name():
    by_record = JurorTies(7, past_ids=frozenset({MAKER}), past_names=frozenset({"maker"}))
    assert hints(by_record) == [(Hint.PAST_EMPLOYER, "record")]
    by_name = JurorTies(7, past_names=frozenset({"ally"}))
    assert hints(by_name) == []
    assert hints(by_name, (MAKER, ALLY)) == [(Hint.PAST_EMPLOYER, "name")]


def test_a_ticket_counts_by_record_by_name_and_by_group_and_not_for_the_own_organisation():
    assert hints(JurorTies(7, badges=frozenset({MAKER}))) == [(Hint.BADGE, "ticket")]
    assert hints(JurorTies(7, badge_names=frozenset({"maker"}))) == [(Hint.BADGE, "ticket")]
    group = {"home": firm(website="https://a.lt"), "maker": firm(website="https://a.lt")}
    assert hints(JurorTies(7, badges=frozenset({HOME})), **group) == [(Hint.BADGE, "website")]
    of_home = JurorTies(7, frozenset({HOME}), badges=frozenset({HOME}))
    assert hints(of_home, **group) == [(Hint.GROUP_LINK, "website")]
    assert hints(JurorTies(7, badges=frozenset({HOME}), badge_names=frozenset({"other"}))) == []


def test_one_group_shows_in_vat_numbers_websites_and_addresses():
    vat = {"home": firm(vat_number="NL003001234B01"), "maker": firm(vat_number="NL003001234B07")}
    assert hints(**vat) == [(Hint.GROUP_LINK, "vat")]
    site = {"home": firm(website="https://www.acme.eu"), "maker": firm(website="http://acme.eu/x")}
    assert hints(**site) == [(Hint.GROUP_LINK, "website")]
    mails = {"home": firm(emails=["a@acme.eu"]), "maker": firm(emails=["b@acme.eu"])}
    assert hints(**mails) == [(Hint.GROUP_LINK, "email")]
    crossed = {"home": firm(website="acme.eu"), "maker": firm(emails=["b@acme.eu"])}
    assert hints(**crossed) == [(Hint.GROUP_LINK, "mail_and_site")]
    free = {"home": firm(emails=["a@gmail.com"]), "maker": firm(emails=["b@gmail.com"])}
    assert hints(**free) == []


def test_a_partner_counts_like_whoever_proposes():
    linked = {"home": firm(emails=["a@acme.eu"]), "ally": firm(emails=["b@acme.eu"])}
    assert hints(**linked) == []
    assert hints(makers=(MAKER, ALLY), **linked) == [(Hint.GROUP_LINK, "email")]


def test_who_is_of_the_owner_is_asked_about_proposers_of_its_group():
    of_owner = JurorTies(7, organisations=frozenset({OWNER}))
    assert hints(of_owner) == []
    assert hints(of_owner, is_declared=True) == [(Hint.OWNER_LINK, "declared")]
    linked = {"owner": firm(website="acme.eu"), "maker": firm(website="acme.eu")}
    assert hints(of_owner, **linked) == [(Hint.OWNER_LINK, "website")]
    assert hints(JUROR, is_declared=True) == []  # says nothing of jurors from elsewhere


def test_whoever_runs_the_event_for_the_proposer_is_asked_about():
    assert hints(JurorTies(7, teams=frozenset({MAKER}))) == [(Hint.TEAM, "team")]


def test_every_pair_is_looked_at_once():
    jurors = [JurorTies(key, teams=frozenset({MAKER})) for key in (1, 2)]
    proposals = [ProposalTies(key, frozenset({MAKER}), OWNER) for key in (5, 6)]
    found = find_hints(jurors, proposals, Records({}))
    assert found == [FoundHint(j, p, Hint.TEAM, "team") for j in (1, 2) for p in (5, 6)]
