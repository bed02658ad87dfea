"""Brief files: reading, findings with their lines, writing, the library, hostile input."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from challenges.brief import (
    Brief,
    BriefError,
    Eligibility,
    Finding,
    Measure,
    Offer,
    Question,
    Schedule,
    Tags,
    Terms,
    library,
    load_brief,
    load_brief_bytes,
    read_brief,
    read_shelf,
    write_brief,
)
from challenges.brief.toml_text import MAX_BYTES, _syntax_finding, find_lines, write_table
from tests.challenges.samples import criterion, sample_text

SAMPLE = sample_text()


def problems(text: str) -> tuple[Finding, ...]:
    return read_brief(text)[1]


def found(text: str) -> list[tuple[str, int | None, str]]:
    return [(each.path, each.line, each.message_code) for each in problems(text)]


def line_of(start: str, text: str = SAMPLE) -> int:
    lines = text.splitlines()
    return next(at for at, line in enumerate(lines, 1) if line.startswith(start))


def test_the_documented_example_is_read() -> None:
    brief = load_brief(SAMPLE)
    assert brief.id == "packaging/reusable-transport-crates"
    assert brief.offer == Offer(
        budget_minor=4000000,
        currency="EUR",
        pilot_site="Our distribution centre in Vilnius, two lines, twelve weeks.",
        prize="A paid pilot and, if the measures are met, a framework contract.",
        other="A mentor from the packaging team, one day a week.",
        contract="A framework contract for two years when the measures are met.",
    )
    assert brief.eligibility == Eligibility(
        ("sme", "startup", "research"), (), 4, 7, "Who may apply, in words."
    )
    assert brief.tags == Tags(
        ("green", "digital"),
        ("reuse", "crates"),
        ("22.2",),
        (12,),
        ("retail",),
        ("circular_economy",),
    )
    assert brief.terms == Terms(
        ip="kept",
        rights="Designs stay yours; we may buy spare parts for eight years.",
        confidentiality="A proposal holds nothing secret.",
        contact="challenges@crates.example",
        languages=("en", "lt"),
    )
    assert brief.measures == (Measure("Cartons thrown away a year", "640,000", "at most 60,000"),)
    assert brief.problem.tried == "What was tried without success."
    assert brief.schedule == Schedule(6, 8)
    assert brief.questions == (
        Question(
            "solution", "What do you propose?", "Describe the solution, not the company.", 300
        ),
    )
    assert brief.criteria[0].levels[3] == "Addresses most of the problem, with some measures."


def test_reading_with_findings_gives_no_brief() -> None:
    brief, findings = read_brief(SAMPLE.replace("format = 1", "format = 2"))
    assert brief is None
    assert [(each.path, each.line, each.message_code) for each in findings] == [
        ("format", 1, "out_of_range")
    ]


def test_optional_parts_have_defaults() -> None:
    text = SAMPLE.replace('help = "Describe the solution, not the company."\n', "")
    text = text.replace('other = "A mentor from the packaging team, one day a week."\n', "")
    start, end = text.index("[tags]"), text.index("[schedule]")
    text = text[:start] + text[end:]
    start, end = text.index("[[measures]]"), text.index("[offer]")
    brief = load_brief(text[:start] + text[end:])
    assert (brief.terms, brief.measures) == (Terms(), ())
    assert brief.tags == Tags()
    assert brief.offer.other == ""
    assert brief.questions[0].help == ""


def test_an_empty_prize_is_allowed() -> None:
    text = SAMPLE.replace(
        'prize = "A paid pilot and, if the measures are met, a framework contract."', 'prize = ""'
    )
    assert load_brief(text).offer.prize == ""


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ('currency = "EUR"', 'currency = "euro"', "offer.currency", "bad_word"),
        ("budget_minor = 4000000", "budget_minor = -1", "offer.budget_minor", "out_of_range"),
        ("budget_minor = 4000000", "budget_minor = 1.5", "offer.budget_minor", "wrong_type"),
        ("budget_minor = 4000000", "budget_minor = true", "offer.budget_minor", "wrong_type"),
        ("trl_min = 4", "trl_min = 8", "eligibility.trl_wanted", "trl_order"),
        ('"sme", "startup"', '"sme", "sme"', "eligibility.who", "twice"),
        ('"sme", "startup"', '"sme", "artist"', "eligibility.who[1]", "bad_word"),
        ('["sme", "startup", "research"]', "[]", "eligibility.who", "empty"),
        ("countries = []", 'countries = ["Poland"]', "eligibility.countries[0]", "bad_word"),
        ("countries = []", "countries = [1]", "eligibility.countries[0]", "wrong_type"),
        ("sdg = [12]", "sdg = [18]", "tags.sdg[0]", "out_of_range"),
        ('nace = ["22.2"]', 'nace = ["22.222"]', "tags.nace[0]", "bad_word"),
        ('"reuse", "crates"', '"re\\nuse"', "tags.keywords[0]", "many_lines"),
        ('"reuse", "crates"', '" "', "tags.keywords[0]", "empty"),
        ('"reuse", "crates"', '"reuse", " reuse "', "tags.keywords", "twice"),
        ("sdg = [12]", "sdg = [12, 12]", "tags.sdg", "twice"),
        ('ip = "kept"', 'ip = "mine"', "terms.ip", "bad_word"),
        ("challenges@crates.example", "not an address", "terms.contact", "bad_word"),
        ('languages = ["en", "lt"]', 'languages = ["English"]', "terms.languages[0]", "bad_word"),
        ('["retail"]', '["Retail"]', "tags.ecosystems[0]", "bad_word"),
        ('today = "640,000"', "today = 640000", "measures[0].today", "wrong_type"),
        ('today = "640,000"\n', "", "measures[0].today", "missing"),
        ("open_weeks = 6", "open_weeks = 0", "schedule.open_weeks", "out_of_range"),
        ("max_words = 300", "max_word = 300", "questions[0].max_words", "missing"),
        ('key = "solution"', 'key = "Solution"', "questions[0].key", "bad_word"),
        ("weight = 100", "weight = 99", "criteria", "weight_sum"),
        ('"0 Does not address the problem."', '""', "criteria[0].levels[0]", "empty"),
        ('  "0 Does not address the problem.",\n', "", "criteria[0].levels", "level_count"),
        ('theme = "packaging"', 'theme = "storage"', "id", "id_theme"),
        ('theme = "packaging"', 'theme = "space"', "theme", "bad_word"),
        ("reusable-transport", "reusable--transport", "id", "bad_word"),
        ('language = "en"', 'language = "english"', "language", "bad_word"),
        ("come back", "come\\nback", "title", "many_lines"),
        ("come back", "come \\u0000 back", "title", "bad_character"),
        ("come back", "come \\u202e back", "title", "bad_character"),
        ("come back", "come back" * 20, "title", "too_long"),
        ('"Reusable crates that come back"', '"  "', "title", "empty"),
        ('"Reusable crates that come back"', "7", "title", "wrong_type"),
        ("[schedule]\nopen_weeks = 6\ndecision_weeks_after_close = 8\n", "", "schedule", "missing"),
        ("[[questions]]", "[questions]", "questions", "wrong_type"),
        ("format = 1", "format = true", "format", "wrong_type"),
    ],
)
def test_what_is_wrong_is_found(old: str, new: str, path: str, code: str) -> None:
    assert SAMPLE.count(old) >= 1
    assert (path, code) in [(at, what) for at, _, what in found(SAMPLE.replace(old, new))]


def test_findings_carry_the_line_of_their_key() -> None:
    text = SAMPLE.replace('currency = "EUR"', "currency = 1").replace("sdg =", "sgd =")
    assert found(text) == [
        ("offer.currency", line_of("currency"), "wrong_type"),
        ("tags.sgd", line_of("sdg"), "unknown_key"),
    ]


def test_a_missing_key_is_found_at_its_table() -> None:
    text = SAMPLE.replace("open_weeks = 6\n", "")
    assert found(text) == [("schedule.open_weeks", line_of("[schedule]"), "missing")]


def test_lines_count_through_long_texts_lists_and_tables() -> None:
    text = 'a = """\nx = 1\n"y" [\n"""\r\nb = [\n 1, # ]\n]\n\n[[t]]\n"k" = 1\n[[t]]\nk.l = 2\n'
    lines = find_lines(text.replace("\r\n", "\n"))
    assert lines.lines == {
        "a": 1, "b": 5, "t[0]": 9, "t": 9, "t[0].k": 10, "t[1]": 11, "t[1].k.l": 12,
    }  # fmt: skip
    assert lines.line_of("t[1].k.z") == 11
    assert lines.line_of("nowhere") == 1


def test_too_many_entries() -> None:
    start = SAMPLE.index("[[questions]]")
    question = SAMPLE[start : SAMPLE.index("[[criteria]]")]
    many = SAMPLE.replace(question, "".join(question for _ in range(21)))
    codes = [code for _, _, code in found(many)]
    assert codes.count("count") == 1
    assert codes.count("key_twice") == 19
    words = ", ".join(f'"w{number}"' for number in range(21))
    assert found(SAMPLE.replace('"reuse", "crates"', words)) == [
        ("tags.keywords", line_of("keywords"), "count")
    ]


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a = 1\nb = \n", 2, "bad_toml"),
        ("a = 1\na = 2\n", 2, "bad_toml"),
        ("a = 1\nb = '\0'\n", 2, "bad_toml"),
        ("a = 1\nb = [1,\n", 3, "bad_toml"),
        ("a = 1\nb = " + "9" * 5000, 2, "bad_toml"),
        ("a = " + "[" * 5000 + "]" * 5000, 1, "too_deep"),
        ("a" + ".a" * 5000 + " = 1", 1, "too_deep"),
        ("x = 1\ny = '\ud800'", 2, "not_utf8"),
        ("#" * (MAX_BYTES + 1), 1, "too_long"),
    ],
)
def test_what_is_no_toml_is_one_finding(text: str, line: int, code: str) -> None:
    assert found(text) == [("", line, code)]


def test_a_number_too_long_for_python_without_digits_to_point_at() -> None:
    assert _syntax_finding("Exceeds the limit", "").line == 1


def test_huge_numbers_and_strange_keys_do_not_break_the_messages() -> None:
    text = SAMPLE.replace("budget_minor = 4000000", "budget_minor = 0x" + "f" * 9000)
    assert [code for _, _, code in found(text)] == ["out_of_range"]
    assert problems('"\\u0007 ž" = 1\n' + SAMPLE)[0].path == r"'\x07 \u017e'"
    text = SAMPLE.replace("weight = 100", "weight = 0x" + "f" * 9000)
    assert ("criteria[0].weight", line_of("weight"), "out_of_range") in found(text)


def test_bytes_must_be_utf8_and_may_begin_with_a_mark() -> None:
    assert load_brief_bytes(b"\xef\xbb\xbf" + SAMPLE.encode()) == load_brief(SAMPLE)
    assert load_brief("\ufeff" + SAMPLE.replace("\n", "\r\n")) == load_brief(SAMPLE)
    with pytest.raises(BriefError) as caught:
        load_brief_bytes(b"a = 1\nb = '\xff'\n")
    assert [(each.line, each.message_code) for each in caught.value.findings] == [(2, "not_utf8")]
    assert str(caught.value) == "brief:2:  the file is not UTF-8 text"


def test_a_brief_that_was_cut_off_gives_findings() -> None:
    for size in range(0, len(SAMPLE), 97):
        assert problems(SAMPLE[:size])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 12), st.binary(max_size=6)),
        min_size=1,
        max_size=5,
    )
)
@example([(0, 0, b'"\\')])
@example([(0, 0, b'"""\\')])
def test_mutated_bytes_raise_nothing_but_a_brief_error(edits: list[tuple[int, int, bytes]]) -> None:
    content = SAMPLE.encode()
    for start, length, new in edits:
        content = content[:start] + new + content[start + length :]
    findings: tuple[Finding, ...] = ()
    try:
        brief = load_brief_bytes(content)
    except BriefError as error:
        findings = error.findings
    else:
        assert load_brief(write_brief(brief)) == brief
        return
    assert findings
    assert all(each.line for each in findings)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("[]{}.,=\"'\\#\n ab1"), max_size=60))
def test_marks_in_any_order_raise_nothing(text: str) -> None:
    assert problems(text)


TEXTS = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]) | st.sampled_from('\n\t"\\'))
    .map(lambda text: "x" + text.strip() + "x")
    .filter(lambda text: len(text) < 400)
)
BRIEFS = st.builds(
    lambda text, line, words, number: replace(
        load_brief(SAMPLE),
        title=line[:120].strip(),
        problem=replace(load_brief(SAMPLE).problem, context=text, wanted_outcome=line),
        offer=Offer(number, "PLN", text, line, text),
        tags=Tags(keywords=tuple(words)),
        criteria=(
            replace(criterion("a", 40), levels=tuple(f"{score} {line}" for score in range(6))),
            replace(criterion("b", 60), description=text),
        ),
    ),
    TEXTS,
    TEXTS.map(lambda text: text.replace("\n", " ")),
    st.lists(st.from_regex(r"[a-zż]{1,20}", fullmatch=True), unique=True, max_size=20),
    st.integers(0, 10**12),
)


@settings(max_examples=150, deadline=None)
@given(BRIEFS)
def test_writing_and_reading_gives_the_same_brief(brief: Brief) -> None:
    assert load_brief(write_brief(brief)) == brief


def test_only_values_of_a_brief_can_be_written() -> None:
    assert write_table({"a": "x\x7fy\ty"}) == ['a = "x\\u007fy\\ty"']
    with pytest.raises(TypeError, match="a brief holds no float"):
        write_table({"a": 1.5})


def test_every_brief_of_the_library_is_valid_and_in_order() -> None:
    briefs = library()
    assert [brief.id for brief in briefs] == sorted(brief.id for brief in briefs)
    assert all(load_brief(write_brief(brief)) == brief for brief in briefs)


def test_a_shelf_refuses_a_brief_that_is_wrong_or_misplaced(tmp_path: Path) -> None:
    theme = tmp_path / "packaging"
    theme.mkdir()
    (tmp_path / "README.md").write_text("not a theme")
    (theme / "notes.txt").write_text("not a brief")
    right = theme / "reusable-transport-crates.toml"
    right.write_text(SAMPLE)
    assert read_shelf(tmp_path) == (load_brief(SAMPLE),)
    right.rename(theme / "other.toml")
    with pytest.raises(BriefError, match=r"packaging/other:1: id must be 'packaging/other'"):
        read_shelf(tmp_path)
    (theme / "other.toml").write_text("format = 3")
    with pytest.raises(BriefError, match=r"packaging/other:1: format must be from 1 to 1"):
        read_shelf(tmp_path)
