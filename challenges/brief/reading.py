"""From the tables of a TOML text to a brief, collecting findings instead of raising."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from challenges.brief.model import (
    APPLICANTS,
    FORMAT,
    IP_TERMS,
    THEMES,
    TRANSITIONS,
    Brief,
    Eligibility,
    Measure,
    Offer,
    Problem,
    Question,
    Schedule,
    Tags,
    Terms,
)
from challenges.brief.tables import (
    ADDRESS,
    COUNTRY,
    CURRENCY,
    LANGUAGE,
    NACE,
    SLUG,
    Report,
    Table,
)
from challenges.brief.toml_text import KeyLines
from challenges.criteria import (
    KEY,
    MAX_CRITERIA,
    WEIGHT_SUM,
    Criterion,
    check_criteria,
    is_numbered,
)
from challenges.findings import Finding

MAX_QUESTIONS = 20
MAX_MEASURES = 12
MAX_KEYWORDS = 20
MARKDOWN = 8000
SHORT_MARKDOWN = 2000


def read_tables(values: Mapping[str, Any], lines: KeyLines) -> tuple[Brief, list[Finding]]:
    """Return the brief in the tables; it may be used only when there is no finding."""
    report = Report(lines)
    top = Table(values, "", report)
    if top.number("format", FORMAT, FORMAT) != FORMAT:
        return _read_top(Table({}, "", Report(lines))), report.findings
    return _read_top(top), report.findings


def _read_top(top: Table) -> Brief:
    brief = Brief(
        id=top.word("id", SLUG),
        title=top.line("title", 120),
        theme=top.word("theme", THEMES),
        language=top.word("language", LANGUAGE),
        summary=top.line("summary", 400),
        problem=_read_problem(top.table("problem")),
        offer=_read_offer(top.table("offer")),
        eligibility=_read_eligibility(top.table("eligibility")),
        tags=_read_tags(top.table("tags", optional=True)),
        schedule=_read_schedule(top.table("schedule")),
        questions=_read_questions(top),
        criteria=_read_criteria(top),
        terms=_read_terms(top.table("terms", optional=True)),
        measures=_read_measures(top),
    )
    if brief.theme and brief.id and brief.id.partition("/")[0] != brief.theme:
        top.note("id", "id_theme", f"must begin with the theme, {brief.theme}/")
    top.close()
    return brief


def _read_problem(table: Table) -> Problem:
    problem = Problem(
        context=table.text("context", MARKDOWN),
        problem=table.text("problem", MARKDOWN),
        current_approach=table.text("current_approach", MARKDOWN),
        wanted_outcome=table.text("wanted_outcome", MARKDOWN),
        tried=table.text("tried", MARKDOWN, optional=True),
    )
    table.close()
    return problem


def _read_offer(table: Table) -> Offer:
    offer = Offer(
        budget_minor=table.number("budget_minor", 0, 10**12),
        currency=table.word("currency", CURRENCY),
        pilot_site=table.text("pilot_site", SHORT_MARKDOWN),
        prize=table.text("prize", SHORT_MARKDOWN, empty=True),
        other=table.text("other", SHORT_MARKDOWN, optional=True),
        contract=table.text("contract", SHORT_MARKDOWN, optional=True),
    )
    table.close()
    return offer


def _read_eligibility(table: Table) -> Eligibility:
    eligibility = Eligibility(
        who=table.words("who", APPLICANTS, optional=False),
        countries=table.words("countries", COUNTRY),
        trl_min=table.number("trl_min", 1, 9),
        trl_wanted=table.number("trl_wanted", 1, 9),
        text=table.text("text", SHORT_MARKDOWN),
    )
    if table.values.get("who") == []:
        table.note("who", "empty", "must name at least one kind of applicant")
    if eligibility.trl_min > eligibility.trl_wanted and "trl_wanted" in table.values:
        table.note("trl_wanted", "trl_order", "must not be below trl_min")
    table.close()
    return eligibility


def _read_tags(table: Table) -> Tags:
    tags = Tags(
        transition=table.words("transition", TRANSITIONS),
        keywords=table.texts("keywords", 60),
        nace=table.words("nace", NACE),
        sdg=table.numbers("sdg", 1, 17),
        ecosystems=table.words("ecosystems", KEY),
        priorities=table.words("priorities", KEY),
    )
    if len(tags.keywords) > MAX_KEYWORDS:
        table.note("keywords", "count", f"holds more than {MAX_KEYWORDS} keywords")
    table.close()
    return tags


def _read_schedule(table: Table) -> Schedule:
    schedule = Schedule(
        open_weeks=table.number("open_weeks", 1, 52),
        decision_weeks_after_close=table.number("decision_weeks_after_close", 1, 52),
    )
    table.close()
    return schedule


def _read_terms(table: Table) -> Terms:
    terms = Terms(
        ip=table.word("ip", IP_TERMS, optional=True),
        rights=table.text("rights", SHORT_MARKDOWN, optional=True),
        confidentiality=table.text("confidentiality", SHORT_MARKDOWN, optional=True),
        contact=table.word("contact", ADDRESS, optional=True),
        languages=table.words("languages", LANGUAGE),
    )
    table.close()
    return terms


def _read_measures(top: Table) -> tuple[Measure, ...]:
    measures = []
    for table in top.tables("measures", MAX_MEASURES, optional=True):
        measures.append(
            Measure(
                name=table.line("name", 200),
                today=table.line("today", 80),
                wanted=table.line("wanted", 200),
            )
        )
        table.close()
    return tuple(measures)


def _read_questions(top: Table) -> tuple[Question, ...]:
    questions: list[Question] = []
    for table in top.tables("questions", MAX_QUESTIONS):
        question = Question(
            key=table.word("key", KEY),
            label=table.line("label", 200),
            help=table.text("help", 1000, optional=True),
            max_words=table.number("max_words", 1, 5000),
        )
        if any(question.key == other.key for other in questions):
            table.note("key", "key_twice", "this key is used before")
        questions.append(question)
        table.close()
    return tuple(questions)


def _read_criteria(top: Table) -> tuple[Criterion, ...]:
    before = len(top.report.findings)
    criteria = tuple(_read_criterion(table) for table in top.tables("criteria", MAX_CRITERIA))
    if criteria and len(top.report.findings) == before:
        lines = top.report.lines
        found = [replace(f, line=lines.line_of(f.path)) for f in check_criteria(criteria)]
        top.report.findings += found
    return criteria


def _read_criterion(table: Table) -> Criterion:
    criterion = Criterion(
        key=table.word("key", KEY),
        name=table.line("name", 120),
        description=table.text("description", 1000),
        weight=table.number("weight", 1, WEIGHT_SUM),
        levels=_read_levels(table),
    )
    table.close()
    return criterion


def _read_levels(table: Table) -> tuple[str, ...]:
    levels = table.texts("levels", 500, optional=False)
    return tuple(level[2:].strip() for level in levels) if is_numbered(levels) else levels
