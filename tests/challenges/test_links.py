"""Who is linked to whom, by the records: worked examples, and what never happens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenges.domains import own_domain, site_domain
from challenges.links import Link, Party, Sign, find_links, vat_root


@pytest.mark.parametrize(
    ("number", "root"),
    [
        ("DE136695976", "DE136695976"),
        ("NL004495445B01", "NL004495445"),
        ("NL004495445B12", "NL004495445"),
        ("SE556188840401", "SE5561888404"),
        ("GB980780684", "GB980780684"),
        ("GB980780684001", "GB980780684"),
        ("FR40303265045", "FR303265045"),
        ("FR 83 303 265 045", "FR303265045"),
        ("EL094259216", "EL094259216"),
        ("CHE-107.787.577 MWST", "CHE107787577MWST"),
        ("136695976", None),
        ("DE", None),
        ("", None),
        (None, None),
    ],
)
def test_the_root_of_a_vat_number(number, root):
    assert vat_root(number) == root


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.voltmar.de", "voltmar.de"),
        ("pumps.voltmar.co.uk", "voltmar.co.uk"),
        ("VOLTMAR.DE.", "voltmar.de"),
        ("co.uk", None),
        ("localhost", None),
        ("127.0.0.1", None),
        ("voltmar.github.io", None),
        ("mail.gmx.net", None),
        ("", None),
        (None, None),
    ],
)
def test_the_domain_that_somebody_registered(host, domain):
    assert own_domain(host) == domain


@pytest.mark.parametrize("website", ["https://[::1", "mailto:x", "//", "not a site", None])
def test_what_is_no_website_has_no_domain(website):
    assert site_domain(website) is None


OWNER = Party("NL004495445B01", "https://www.smo.example/en", frozenset({"nikos@smo.example"}))


@pytest.mark.parametrize(
    ("applicant", "links"),
    [
        (Party(), []),
        (Party("NL004495445B02"), [Link(Sign.VAT, "NL004495445")]),
        (Party(website="http://topli.smo.example"), [Link(Sign.WEBSITE, "smo.example")]),
        (
            Party(emails=frozenset({"ivo@smo.example", "a@gmail.com", "B@SMO.example"})),
            [Link(Sign.EMAIL, "smo.example")],
        ),
        (Party(declared="They hold 60 %"), [Link(Sign.DECLARED, "They hold 60 %")]),
        (
            Party("NL004495445B03", "smo.example", frozenset({"ivo@bg.smo.example"}), "Sister"),
            [
                Link(Sign.DECLARED, "Sister"),
                Link(Sign.VAT, "NL004495445"),
                Link(Sign.WEBSITE, "smo.example"),
                Link(Sign.EMAIL, "smo.example"),
            ],
        ),
        (Party("NL123456782B01", "smo.example.org", frozenset({"ivo@gmail.com"})), []),
    ],
)
def test_every_sign_is_named_with_what_the_two_share(applicant, links):
    assert list(find_links(applicant, OWNER)) == links


def test_an_address_at_the_other_ones_website_is_a_sign_of_its_own():
    other = Party(website="https://smo.example")
    found = find_links(Party(emails=frozenset({"ivo@smo.example"})), other)
    assert found == (Link(Sign.MAIL_AND_SITE, "smo.example"),)


def test_the_key_of_a_declaration_outlives_its_words():
    keys = {Link(Sign.DECLARED, words).key for words in ("They hold 60 %", "They hold 49 %")}
    assert keys == {"declared"}
    assert Link(Sign.EMAIL, "a.example").key != Link(Sign.WEBSITE, "a.example").key


HOSTS = st.sampled_from(["a.example", "www.b.example", "c.co.uk", "gmail.com", "x.github.io", ""])
PARTIES = st.builds(
    Party,
    st.sampled_from([None, "NL004495445B01", "NL004495445B02", "DE136695976"]),
    HOSTS,
    st.frozensets(HOSTS.map("me@{}".format), max_size=3),
)


@given(PARTIES, PARTIES)
def test_what_the_records_say_is_the_same_from_both_sides(one, other):
    assert find_links(one, other) == find_links(other, one)
    assert all(
        "gmail" not in link.shared and "github" not in link.shared
        for link in find_links(one, other)
    )


@given(st.text(max_size=60))
def test_no_text_breaks_the_rule(text):
    find_links(Party(text, text, frozenset({text})), Party(text, text, frozenset({text})))
