"""Every permission of Innoday, noun and verb, in alphabetical order."""

from enum import StrEnum


class Permission(StrEnum):
    """What an actor may do to a thing; the thing's class is the noun."""

    ACCESS_EDIT = "access:edit"
    ACCESS_VIEW = "access:view"
    APPLICANT_EDIT = "applicant:edit"
    APPLICANT_VIEW = "applicant:view"
    ARRIVAL_VIEW = "arrival:view"
    ATTENDEE_EDIT = "attendee:edit"
    ATTENDEE_VIEW = "attendee:view"
    BADGE_PRINT = "badge:print"
    BRIEF_VIEW = "brief:view"
    CANDIDATE_INVITE = "candidate:invite"
    CANDIDATE_VIEW = "candidate:view"
    CHALLENGE_APPROVE = "challenge:approve"
    CHALLENGE_ASK = "challenge:ask"
    CHALLENGE_CREATE = "challenge:create"
    CHALLENGE_EDIT = "challenge:edit"
    CHALLENGE_EXPORT = "challenge:export"
    CHALLENGE_FOLLOW = "challenge:follow"
    CHALLENGE_IMPORT = "challenge:import"
    CHALLENGE_VIEW = "challenge:view"
    CHECKIN_ADMIT = "checkin:admit"
    CHECKIN_MANAGE = "checkin:manage"
    CHECKIN_SCAN = "checkin:scan"
    CLUSTER_CREATE = "cluster:create"
    CLUSTER_VIEW = "cluster:view"
    COMPARISON_VIEW = "comparison:view"
    CONSENT_GIVE = "consent:give"
    CROSSED_ANSWER = "crossed:answer"
    CROSSED_END = "crossed:end"
    CROSSED_VIEW = "crossed:view"
    DELIVERY_RESEND = "delivery:resend"
    DELIVERY_VIEW = "delivery:view"
    DOCUMENT_VIEW = "document:view"
    DRAFT_REMIND = "draft:remind"
    DRAFT_VIEW = "draft:view"
    ENQUIRY_ANSWER = "enquiry:answer"
    ENQUIRY_VIEW = "enquiry:view"
    ENQUIRY_WITHDRAW = "enquiry:withdraw"
    ERASURE_MAKE = "erasure:make"
    ERASURE_VIEW = "erasure:view"
    DUPLICATE_ANSWER = "duplicate:answer"
    DUPLICATE_ASK = "duplicate:ask"
    DUPLICATE_DISMISS = "duplicate:dismiss"
    DUPLICATE_MERGE = "duplicate:merge"
    DUPLICATE_VIEW = "duplicate:view"
    EVENT_CREATE = "event:create"
    EVENT_EDIT = "event:edit"
    EVENT_MANAGE = "event:manage"
    EVENT_PUBLISH = "event:publish"
    EVENT_SCHEDULE = "event:schedule"
    EVENT_STAFF = "event:staff"
    EVENT_VIEW = "event:view"
    EXPORT_MAKE = "export:make"
    EXPORT_VIEW = "export:view"
    FIGURES_VIEW = "figures:view"
    INSTALLATION_EDIT = "installation:edit"
    INSTALLATION_VIEW = "installation:view"
    INVITATION_ANSWER = "invitation:answer"
    INVITATION_EDIT = "invitation:edit"
    INVITATION_VIEW = "invitation:view"
    JURY_DECIDE = "jury:decide"
    JURY_MANAGE = "jury:manage"
    GLASS_BREAK = "glass:break"
    GLASS_END = "glass:end"
    GLASS_VIEW = "glass:view"
    LOG_VIEW = "log:view"
    MEMBERSHIP_END = "membership:end"
    MEMBERSHIP_VIEW = "membership:view"
    ORGANISATION_ADMINISTER = "organisation:administer"
    ORGANISATION_JOIN = "organisation:join"
    ORGANISATION_EDIT = "organisation:edit"
    ORGANISATION_VIEW = "organisation:view"
    PASSKEY_EDIT = "passkey:edit"
    PASSKEY_VIEW = "passkey:view"
    PERSON_ADMINISTER = "person:administer"
    PERSON_EDIT = "person:edit"
    PROPOSAL_CREATE = "proposal:create"
    PROPOSAL_EDIT = "proposal:edit"
    PROPOSAL_SCREEN = "proposal:screen"
    PROPOSAL_VIEW = "proposal:view"
    RECORDS_VIEW = "records:view"
    REPORT_MAKE = "report:make"
    REPORT_VIEW = "report:view"
    RETENTION_EDIT = "retention:edit"
    RETENTION_VIEW = "retention:view"
    SCORECARD_EDIT = "scorecard:edit"
    SCORECARD_VIEW = "scorecard:view"
    SCREENING_EDIT = "screening:edit"
    SCREENING_VIEW = "screening:view"
    SESSION_END = "session:end"
    SESSION_VIEW = "session:view"
    SUGGESTION_VIEW = "suggestion:view"
    SHELF_ASK = "shelf:ask"
    SHELF_EDIT = "shelf:edit"
    SHELF_VIEW = "shelf:view"
    SUPPORT_MANAGE = "support:manage"
    TICKET_MANAGE = "ticket:manage"
    TICKET_REGISTER = "ticket:register"
    TICKET_VIEW = "ticket:view"
    TOKEN_REVOKE = "token:revoke"  # noqa: S105 - a permission, not a secret
    TOKEN_VIEW = "token:view"  # noqa: S105 - as above

    @property
    def is_read(self) -> bool:
        """Whether it only looks."""
        return self.value.endswith(":view")

    @property
    def is_whole(self) -> bool:
        """Whether it is both to look and to change; the edge knows which of them is asked for."""
        return self.value.endswith(":manage")

    @property
    def view(self) -> "Permission | None":
        """The permission to see the same thing; to create is asked of what will hold it."""
        noun, _, verb = self.value.partition(":")
        if verb == "create":
            return None
        try:
            return Permission(noun + ":view")
        except ValueError:
            return None
