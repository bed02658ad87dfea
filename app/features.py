"""The one explicit list of features: their pages, API, words, commands and reactions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

import flask
import flask_smorest
from click import Command
from flask_babel import LazyString

from app.applicants import api as applicants_api
from app.applicants import messages as applicants_messages
from app.applicants import pages as applicants_pages
from app.applicants import policies as applicants_policies
from app.badges import api as badges_api
from app.badges import messages as badges_messages
from app.badges import pages as badges_pages
from app.badges import policies as badges_policies
from app.badges import subscribers as badges_subscribers
from app.billing import api as billing_api
from app.billing import messages as billing_messages
from app.billing import pages as billing_pages
from app.billing import policies as billing_policies
from app.billing import subscribers as billing_subscribers
from app.certificates import api as certificates_api
from app.certificates import messages as certificates_messages
from app.certificates import pages as certificates_pages
from app.certificates import subscribers as certificates_subscribers
from app.challenges import api as challenges_api
from app.challenges import messages as challenges_messages
from app.challenges import pages as challenges_pages
from app.challenges import policies as challenges_policies
from app.checkin import api as checkin_api
from app.checkin import messages as checkin_messages
from app.checkin import pages as checkin_pages
from app.checkin import policies as checkin_policies
from app.checkin import subscribers as checkin_subscribers
from app.comparison import api as comparison_api
from app.comparison import messages as comparison_messages
from app.comparison import pages as comparison_pages
from app.comparison import policies as comparison_policies
from app.comparison import services as comparison_services
from app.deliberation import api as deliberation_api
from app.deliberation import messages as deliberation_messages
from app.deliberation import pages as deliberation_pages
from app.deliberation import policies as deliberation_policies
from app.deliberation import subscribers as deliberation_subscribers
from app.demo import cli as demo_cli
from app.directory import api as directory_api
from app.directory import messages as directory_messages
from app.directory import pages as directory_pages
from app.directory import policies as directory_policies
from app.directory import subscribers as directory_subscribers
from app.documents import api as documents_api
from app.documents import carrying as documents_carrying
from app.documents import messages as documents_messages
from app.documents import pages as documents_pages
from app.documents import policies as documents_policies
from app.enquiries import api as enquiries_api
from app.enquiries import messages as enquiries_messages
from app.enquiries import pages as enquiries_pages
from app.enquiries import policies as enquiries_policies
from app.enquiries.services import carrying as enquiries_carrying
from app.enquiries.services import reminding as enquiries_reminding
from app.events import api as events_api
from app.events import messages as events_messages
from app.events import pages as events_pages
from app.events import policies as events_policies
from app.events import subscribers as events_subscribers
from app.experts import api as experts_api
from app.experts import messages as experts_messages
from app.experts import pages as experts_pages
from app.experts import policies as experts_policies
from app.experts import subscribers as experts_subscribers
from app.feedback import api as feedback_api
from app.feedback import messages as feedback_messages
from app.feedback import pages as feedback_pages
from app.feedback import policies as feedback_policies
from app.feedback import subscribers as feedback_subscribers
from app.feedback.services import letters as feedback_letters
from app.hub import api as hub_api
from app.hub import cli as hub_cli
from app.hub import messages as hub_messages
from app.hub import pages as hub_pages
from app.hub import policies as hub_policies
from app.hub import subscribers as hub_subscribers
from app.identity import api as identity_api
from app.identity import cli as identity_cli
from app.identity import messages as identity_messages
from app.identity import pages as identity_pages
from app.identity import policies as identity_policies
from app.imports import api as imports_api
from app.imports import messages as imports_messages
from app.imports import pages as imports_pages
from app.imports import policies as imports_policies
from app.imports import subscribers as imports_subscribers
from app.juries import api as juries_api
from app.juries import messages as juries_messages
from app.juries import pages as juries_pages
from app.juries import policies as juries_policies
from app.juries import subscribers as juries_subscribers
from app.juries.services import chasing as juries_chasing
from app.matching import api as matching_api
from app.matching import messages as matching_messages
from app.matching import pages as matching_pages
from app.matching import policies as matching_policies
from app.matching import subscribers as matching_subscribers
from app.notifications import messages as notifications_messages
from app.notifications import pages as notifications_pages
from app.notifications import policies as notifications_policies
from app.notifications import subscribers as notifications_subscribers
from app.oversight import api as oversight_api
from app.oversight import cli as oversight_cli
from app.oversight import messages as oversight_messages
from app.oversight import pages as oversight_pages
from app.oversight import policies as oversight_policies
from app.passes import pages as passes_pages
from app.pitches import api as pitches_api
from app.pitches import messages as pitches_messages
from app.pitches import pages as pitches_pages
from app.pitches import policies as pitches_policies
from app.pitches import services as pitches_services
from app.privacy import api as privacy_api
from app.privacy import cli as privacy_cli
from app.privacy import messages as privacy_messages
from app.privacy import pages as privacy_pages
from app.privacy import policies as privacy_policies
from app.proposals import api as proposals_api
from app.proposals import messages as proposals_messages
from app.proposals import pages as proposals_pages
from app.proposals import policies as proposals_policies
from app.proposals import subscribers as proposals_subscribers
from app.proposals.services import carrying as proposals_carrying
from app.registrations import api as registrations_api
from app.registrations import messages as registrations_messages
from app.registrations import pages as registrations_pages
from app.registrations import subscribers as registrations_subscribers
from app.reports import api as reports_api
from app.reports import messages as reports_messages
from app.reports import pages as reports_pages
from app.reports import policies as reports_policies
from app.reports import subscribers as reports_subscribers
from app.seats import api as seats_api
from app.seats import messages as seats_messages
from app.seats import pages as seats_pages
from app.seats import subscribers as seats_subscribers
from app.selection import api as selection_api
from app.selection import messages as selection_messages
from app.selection import pages as selection_pages
from app.selection import policies as selection_policies
from app.support import api as support_api
from app.support import messages as support_messages
from app.support import pages as support_pages
from app.support import policies as support_policies
from app.tickets import api as tickets_api
from app.tickets import messages as tickets_messages
from app.tickets import pages as tickets_pages
from app.tickets import policies as tickets_policies
from app.tickets import subscribers as tickets_subscribers
from app.web.openapi import PREFIX
from app.web.words import add_words


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What a feature gives to the application; each has only those parts that it needs."""

    words: Mapping[str, LazyString] | None = None
    pages: flask.Blueprint | None = None
    api: flask_smorest.Blueprint | None = None
    commands: Command | None = None
    loaded: tuple[ModuleType, ...] = ()  # what registers itself: permissions and reactions


# From the ground up: a feature may use those before it, never those after it.
FEATURES = {
    "identity": Feature(
        words=identity_messages.MESSAGES,
        pages=identity_pages.blueprint,
        api=identity_api.blueprint,
        commands=identity_cli.commands,
        loaded=(identity_policies,),
    ),
    "events": Feature(
        words=events_messages.MESSAGES,
        pages=events_pages.blueprint,
        api=events_api.blueprint,
        loaded=(events_policies, events_subscribers),
    ),
    "oversight": Feature(
        words=oversight_messages.MESSAGES,
        pages=oversight_pages.blueprint,
        api=oversight_api.blueprint,
        commands=oversight_cli.commands,
        loaded=(oversight_policies,),
    ),
    "directory": Feature(
        words=directory_messages.MESSAGES,
        pages=directory_pages.blueprint,
        api=directory_api.blueprint,
        loaded=(directory_policies, directory_subscribers),
    ),
    "privacy": Feature(
        words=privacy_messages.MESSAGES,
        pages=privacy_pages.blueprint,
        api=privacy_api.blueprint,
        commands=privacy_cli.commands,
        loaded=(privacy_policies,),
    ),
    "challenges": Feature(
        words=challenges_messages.MESSAGES,
        pages=challenges_pages.blueprint,
        api=challenges_api.blueprint,
        loaded=(challenges_policies,),
    ),
    "enquiries": Feature(
        words=enquiries_messages.MESSAGES,
        pages=enquiries_pages.blueprint,
        api=enquiries_api.blueprint,
        loaded=(enquiries_policies, enquiries_carrying, enquiries_reminding),
    ),
    "experts": Feature(
        words=experts_messages.MESSAGES,
        pages=experts_pages.blueprint,
        api=experts_api.blueprint,
        loaded=(experts_policies, experts_subscribers),
    ),
    "matching": Feature(
        words=matching_messages.MESSAGES,
        pages=matching_pages.blueprint,
        api=matching_api.blueprint,
        loaded=(matching_policies, matching_subscribers),
    ),
    "applicants": Feature(
        words=applicants_messages.MESSAGES,
        pages=applicants_pages.blueprint,
        api=applicants_api.blueprint,
        loaded=(applicants_policies,),
    ),
    "proposals": Feature(
        words=proposals_messages.MESSAGES,
        pages=proposals_pages.blueprint,
        api=proposals_api.blueprint,
        loaded=(proposals_policies, proposals_subscribers, proposals_carrying),
    ),
    "imports": Feature(
        words=imports_messages.MESSAGES,
        pages=imports_pages.blueprint,
        api=imports_api.blueprint,
        loaded=(imports_policies, imports_subscribers),
    ),
    "juries": Feature(
        words=juries_messages.MESSAGES,
        pages=juries_pages.blueprint,
        api=juries_api.blueprint,
        loaded=(juries_policies, juries_chasing, juries_subscribers),
    ),
    "tickets": Feature(
        words=tickets_messages.MESSAGES,
        pages=tickets_pages.blueprint,
        api=tickets_api.blueprint,
        loaded=(tickets_policies, tickets_subscribers),
    ),
    "badges": Feature(
        words=badges_messages.MESSAGES,
        pages=badges_pages.blueprint,
        api=badges_api.blueprint,
        loaded=(badges_policies, badges_subscribers),
    ),
    "billing": Feature(
        words=billing_messages.MESSAGES,
        pages=billing_pages.blueprint,
        api=billing_api.blueprint,
        loaded=(billing_policies, billing_subscribers),
    ),
    "pitches": Feature(
        words=pitches_messages.MESSAGES,
        pages=pitches_pages.blueprint,
        api=pitches_api.blueprint,
        loaded=(pitches_policies, pitches_services),
    ),
    "documents": Feature(
        words=documents_messages.MESSAGES,
        pages=documents_pages.blueprint,
        api=documents_api.blueprint,
        loaded=(documents_policies, documents_carrying),
    ),
    "deliberation": Feature(
        words=deliberation_messages.MESSAGES,
        pages=deliberation_pages.blueprint,
        api=deliberation_api.blueprint,
        loaded=(deliberation_policies, deliberation_subscribers),
    ),
    "feedback": Feature(
        words=feedback_messages.MESSAGES,
        pages=feedback_pages.blueprint,
        api=feedback_api.blueprint,
        loaded=(feedback_policies, feedback_letters, feedback_subscribers),
    ),
    "checkin": Feature(
        words=checkin_messages.MESSAGES,
        pages=checkin_pages.blueprint,
        api=checkin_api.blueprint,
        loaded=(checkin_policies, checkin_subscribers),
    ),
    "hub": Feature(
        words=hub_messages.MESSAGES,
        pages=hub_pages.blueprint,
        api=hub_api.blueprint,
        commands=hub_cli.commands,
        loaded=(hub_policies, hub_subscribers),
    ),
    "passes": Feature(pages=passes_pages.blueprint),
    "certificates": Feature(
        words=certificates_messages.MESSAGES,
        pages=certificates_pages.blueprint,
        api=certificates_api.blueprint,
        loaded=(certificates_subscribers,),
    ),
    "registrations": Feature(
        words=registrations_messages.MESSAGES,
        pages=registrations_pages.blueprint,
        api=registrations_api.blueprint,
        loaded=(registrations_subscribers,),
    ),
    "seats": Feature(
        words=seats_messages.MESSAGES,
        pages=seats_pages.blueprint,
        api=seats_api.blueprint,
        loaded=(seats_subscribers,),
    ),
    "support": Feature(
        words=support_messages.MESSAGES,
        pages=support_pages.blueprint,
        api=support_api.blueprint,
        loaded=(support_policies,),
    ),
    "selection": Feature(
        words=selection_messages.MESSAGES,
        pages=selection_pages.blueprint,
        api=selection_api.blueprint,
        loaded=(selection_policies,),
    ),
    "comparison": Feature(
        words=comparison_messages.MESSAGES,
        pages=comparison_pages.blueprint,
        api=comparison_api.blueprint,
        loaded=(comparison_policies, comparison_services),
    ),
    "reports": Feature(
        words=reports_messages.MESSAGES,
        pages=reports_pages.blueprint,
        api=reports_api.blueprint,
        loaded=(reports_policies, reports_subscribers),
    ),
    "notifications": Feature(
        words=notifications_messages.MESSAGES,
        pages=notifications_pages.blueprint,
        loaded=(notifications_policies, notifications_subscribers),
    ),
    "demo": Feature(commands=demo_cli.commands),
}


def install(app: flask.Flask, api: flask_smorest.Api) -> None:
    """Register every feature with the application."""
    for feature in FEATURES.values():
        add_words(feature.words or {})
        if feature.pages:
            app.register_blueprint(feature.pages)
        if feature.api:
            api.register_blueprint(feature.api, url_prefix=PREFIX)
        if feature.commands:
            app.cli.add_command(feature.commands)
