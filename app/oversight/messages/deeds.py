"""What the log says of each kind of fact, after the name of who acted: "Signed in".

The kinds are named as text, for most of them are recorded by features above this one; a test
refuses a kind that has no words here.
"""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.oversight.rules import LogSubject

Words = dict[str, LazyString]

ACCOUNTS: Words = {
    "ApiTokenCreated": _("Made an API token"),
    "ApiTokenEnding": _("An API token had a week left"),
    "ApiTokenRevoked": _("Withdrew an API token"),
    "EmailChanged": _("Changed an e-mail address"),
    "ExternalIdentityJoined": _("Joined an account at another provider"),
    "ExternalIdentityParted": _("Parted from an account at another provider"),
    "MailLinkRequested": _("Asked for a link by mail"),
    "OperatorAppointed": _("Appointed an operator"),
    "PasskeyAdded": _("Added a passkey"),
    "PasskeyRemoved": _("Removed a passkey"),
    "PasswordChanged": _("Changed a password"),
    "OperatorDismissed": _("Dismissed an operator"),
    "PersonChanged": _("Changed a profile"),
    "PersonDisabled": _("Closed an account"),
    "PersonEnabled": _("Opened a closed account again"),
    "PersonRegistered": _("Made an account"),
    "PersonSignedIn": _("Signed in"),
    "RecoveryCodeUsed": _("Signed in with a recovery code"),
    "RecoveryCodesRenewed": _("Renewed the recovery codes"),
    "SecondStepRemoved": _("Removed a lost second step"),
    "SecondStepTurnedOff": _("Turned the second step off"),
    "SecondStepTurnedOn": _("Turned the second step on"),
    "SessionEnded": _("Ended a session"),
}
ORGANISATIONS: Words = {
    "AttachmentAdded": _("Put a file to those that go with every proposal"),
    "AttachmentRemoved": _("Took out a file of those that go with every proposal"),
    "RightsDeclared": _("Declared the organisation’s rights to what it proposes"),
    "RightsTakenBack": _("Took the declaration of rights back"),
    "ClusterMembershipAccepted": _("Accepted an organisation’s membership of a cluster"),
    "ClusterMembershipAsked": _("Asked for an organisation’s membership of a cluster"),
    "ClusterMembershipDeclined": _("Declined an organisation’s membership of a cluster"),
    "ClusterMembershipEnded": _("Ended an organisation’s membership of a cluster"),
    "DuplicateDismissed": _("Said that two organisations are different"),
    "InvitationAccepted": _("Accepted an invitation"),
    "InvitationDeclined": _("Declined an invitation"),
    "InvitationSent": _("Sent an invitation"),
    "InvitationWithdrawn": _("Withdrew an invitation"),
    "MemberAdded": _("Joined an organisation"),
    # Nobody records it any more; logs of before hold it.
    "MemberInvited": _("Invited somebody into an organisation"),
    "MemberRemoved": _("Took somebody out of an organisation, or left it"),
    "MemberRoleChanged": _("Changed somebody’s role in an organisation"),
    "MergeAsked": _("Asked for two organisations to be merged"),
    "MergeDeclined": _("Declined to merge two organisations"),
    "OfferAdded": _("Added an offer or a need"),
    "OfferChanged": _("Changed an offer or a need"),
    "OfferRemoved": _("Removed an offer or a need"),
    "OrganisationChanged": _("Changed an organisation’s profile"),
    "OrganisationListed": _("Listed an organisation in the directory"),
    "OrganisationRegistered": _("Entered an organisation"),
    "OrganisationUnlisted": _("Took an organisation out of the directory"),
    "OrganisationsMerged": _("Merged two organisations"),
    "SizeDeclared": _("Declared the size of an organisation"),
}
EVENTS: Words = {
    "EventChanged": _("Changed the details of the event"),
    "EventCreated": _("Planned the event"),
    "EventPublished": _("Published the event"),
    "LeadHandedOver": _("Made an owner of the cluster the lead, as the only one was taken out"),
    "PartnerAdded": _("Added a partner"),
    "PartnerRemoved": _("Removed a partner"),
    "ProgrammeChanged": _("Changed the programme"),
    "TeamMemberAdded": _("Put somebody on the team"),
    "TeamMemberChanged": _("Gave a member of the team another place"),
    "TeamMemberRemoved": _("Took somebody off the team"),
}
CHALLENGES: Words = {
    "AnswerCorrected": _("Corrected a public answer about a challenge"),
    "AnswersPublished": _("Published answers about a challenge"),
    "BriefCommented": _("Commented on the brief of a challenge"),
    "ChallengeApproved": _("Published a challenge"),
    "ChallengeCloned": _("Copied a challenge of an earlier event"),
    "ChallengeDrafted": _("Began to write a challenge"),
    "ChallengeFollowed": _("Began to follow a challenge"),
    "ChallengeMoved": _("Moved a challenge to another phase"),
    "AccessAnswered": _("Answered who asks to see the documents of a challenge"),
    "AccessAsked": _("Asked to see the documents of a challenge"),
    "AgreementAccepted": _("Accepted the agreement of a challenge"),
    "AgreementWritten": _("Wrote the agreement of a challenge"),
    "DocumentAdded": _("Put a document to a challenge"),
    "DocumentOpened": _("Opened a confidential document"),
    "DocumentRemoved": _("Took a document of a challenge away"),
    "DocumentTierChanged": _("Changed who may open a document"),
    "ChallengeSentBack": _("Sent a challenge back to its owner"),
    "ChallengeSubmittedForReview": _("Asked for a challenge to be approved"),
    "ChallengeUnfollowed": _("Stopped following a challenge"),
    "DeadlineApproached": _("Reminded the readers of a challenge of its deadline"),
    "CommentResolved": _("Resolved a comment on a brief, or opened it again"),
    "ChallengeInvitationAnswered": _("Answered an invitation to a challenge"),
    "ChallengeInvitationsRefused": _("Asked for no more invitations to challenges"),
    "ChallengeInvitationsWelcomed": _("Asked for invitations to challenges again"),
    "OrganisationInvitedToChallenge": _("Invited an organisation to a challenge"),
    "RoundClosedEarly": _("Closed a round of a challenge before its deadline"),
    "RoundOpened": _("Opened the next round of a challenge"),
    "RoundsPlanned": _("Let a challenge come back in rounds"),
    "RoundsStopped": _("Ended the rounds of a challenge"),
    "DeadlineExtended": _("Put the deadline of a challenge off"),
    "EnquiryAnswered": _("Answered a question about a challenge"),
    "EnquiryAsked": _("Asked a question about a challenge"),
    "EnquiryWithdrawn": _("Took back a question about a challenge"),
}
PROPOSALS: Words = {
    "ChecklistSaved": _("Answered the checklist of a proposal"),
    "FindingConfirmed": _("Confirmed after a reply that a proposal is not eligible"),
    "LinkDismissed": _("Dismissed a link of an applicant to the owner’s group"),
    "FindingReplied": _("Replied to the finding that a proposal is not eligible"),
    "ScreeningArranged": _("Set the checklist of an event"),
    "DraftsReminded": _("Reminded applicants of their drafts"),
    "OutcomeTold": _("Told the authors of a proposal its outcome"),
    "ConsortiumPartnerConfirmed": _("Agreed to make a proposal together"),
    "ConsortiumPartnerNamed": _("Named a partner of a proposal and asked it"),
    "ConsortiumPartnerRemoved": _("Took a partner out of a proposal"),
    "ApplicantFileTaken": _("Took the applicant file over into a proposal"),
    "ImportClaimed": _("Took over what was imported for an organisation"),
    "ImportStarted": _("Had proposals made from a list"),
    "ImportUploaded": _("Uploaded a list of proposals"),
    "ProposalImported": _("Imported a proposal from a list"),
    "ProposalConcluded": _("Shortlisted, selected or did not select a proposal"),
    "ProposalReopened": _("Took a withdrawn proposal up again"),
    "ProposalScreened": _("Checked the eligibility of a proposal"),
    "ProposalStarted": _("Began to write a proposal"),
    "ProposalSubmitted": _("Handed in a proposal"),
    "ProposalWithdrawn": _("Took a proposal back"),
    "ProposalsExported": _("Had the proposals to a challenge packed into one file"),
}
JURIES: Words = {
    "ConflictDeclared": _("Declared a conflict of interest"),
    "DecisionRecorded": _("Recorded a decision on a proposal"),
    "JurorAccepted": _("Accepted to be a juror"),
    "JurorChanged": _("Changed a juror’s organisation or capacity"),
    # Nobody records it any more; logs of before hold it.
    "JurorInvited": _("Invited a juror"),
    "JurorRemoved": _("Took a juror off the panel"),
    "OutcomesPublished": _("Published the outcomes of a challenge"),
    "ProposalsAssigned": _("Assigned proposals to jurors"),
    "ScorecardReopened": _("Took a scorecard back to change it"),
    "ScorecardSubmitted": _("Handed in a scorecard"),
}
TICKETS: Words = {
    "AttendeeValidated": _("Said that an attendee is one of theirs"),
    "AttendeesMoved": _("Moved attendees to another cluster"),
    "MailingSent": _("Wrote to a cluster's participants"),
    "ParticipantInvitationUsed": _("Registered with the link of an invitation"),
    "ParticipantInvitationWithdrawn": _("Withdrew an invitation to an event"),
    "ParticipantInvited": _("Invited somebody to an event"),
    "BadgesRequested": _("Had badges made"),
    "QuotaResized": _("Changed the number of places"),
    "TicketCancelled": _("Cancelled a ticket"),
    "TicketRegistered": _("Registered an attendee"),
    "TicketReissued": _("Gave a ticket a new code"),
    "TicketTypeAdded": _("Added a ticket type"),
    "TicketTypeChanged": _("Changed a ticket type"),
}
DOOR: Words = {
    "GateAdded": _("Added a gate"),
    "ScannerInvited": _("Made a link for a scanner"),
    "ScannerPaired": _("Paired a scanner"),
    "ScannerRevoked": _("Withdrew a scanner"),
    "TicketAdmittedByHand": _("Let an attendee in by hand"),
}
REPORTS: Words = {
    "ReportMade": _("Set an outcome report"),
    "SnapshotFrozen": _("Froze the figures of the event"),
}
PRIVACY: Words = {
    "ConsentGiven": _("Gave a consent"),
    "ConsentWithdrawn": _("Withdrew a consent"),
    "ConsentsAsked": _("Changed which consents the event asks for"),
    "ExportDownloaded": _("Downloaded their personal data"),
    "ExportRequested": _("Asked for their personal data"),
    "PersonErased": _("Erased an account"),
    "RetentionChanged": _("Changed how long records are kept"),
    "RetentionDone": _("Removed records whose time was over"),
}
OVERSIGHT: Words = {
    "EventLookedInto": _("Looked into the event by break-glass"),
    "GlassBroken": _("Took a view of the event by break-glass"),
    "GlassMended": _("Ended a view by break-glass"),
    "LogExported": _("Exported this log"),
}
INSTALLATION: Words = {
    "DemoLoaded": _("Loaded the demo"),
    "InstallationChanged": _("Changed the settings"),
    "InstallationSetUp": _("Set the installation up"),
    "JobRetried": _("Had a job tried again"),
}

SUBJECTS: dict[LogSubject, tuple[LazyString, Words]] = {
    LogSubject.ACCOUNTS: (_("Accounts"), ACCOUNTS),
    LogSubject.ORGANISATIONS: (_("Organisations"), ORGANISATIONS),
    LogSubject.EVENTS: (_("Event"), EVENTS),
    LogSubject.CHALLENGES: (_("Challenges"), CHALLENGES),
    LogSubject.PROPOSALS: (_("Proposals"), PROPOSALS),
    LogSubject.JURIES: (_("Jury"), JURIES),
    LogSubject.TICKETS: (_("Tickets"), TICKETS),
    LogSubject.DOOR: (_("Door"), DOOR),
    LogSubject.REPORTS: (_("Reports"), REPORTS),
    LogSubject.PRIVACY: (_("Privacy"), PRIVACY),
    LogSubject.OVERSIGHT: (_("Oversight"), OVERSIGHT),
    LogSubject.INSTALLATION: (_("Installation"), INSTALLATION),
}
DEEDS: Words = {name: words for _label, part in SUBJECTS.values() for name, words in part.items()}


def deed_words(name: str) -> str:
    """Return what a kind of fact says; its bare name if it is of a version that knew more."""
    return str(DEEDS.get(name, name))
