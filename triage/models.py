"""What the weging needs to know, decides and leaves behind."""

from triage.decisions import Advice as Advice
from triage.decisions import Outcome as Outcome
from triage.decisions import PurposeDecision as PurposeDecision
from triage.decisions import RelevantParty as RelevantParty
from triage.decisions import SupportNote as SupportNote
from triage.decisions import TriageDecision as TriageDecision
from triage.inquiries import Inquiry as Inquiry
from triage.inquiries import InquirySubject as InquirySubject
from triage.invitations import TriageInvitation as TriageInvitation
from triage.involvement import InvolvementDecision as InvolvementDecision
from triage.meetings import AgendaItem as AgendaItem
from triage.meetings import TriageMeeting as TriageMeeting
from triage.proposals import Proposal as Proposal

TRACKED = (
    PurposeDecision,
    InvolvementDecision,
    TriageMeeting,
    TriageInvitation,
    AgendaItem,
    Proposal,
    TriageDecision,
    RelevantParty,
    Advice,
    SupportNote,
    Inquiry,
    InquirySubject,
)
