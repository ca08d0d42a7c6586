"""What the weging needs to know, decides and leaves behind."""

from triage.decisions import Advice as Advice
from triage.decisions import Outcome as Outcome
from triage.decisions import PurposeDecision as PurposeDecision
from triage.decisions import RelevantParty as RelevantParty
from triage.decisions import SupportNote as SupportNote
from triage.decisions import TriageDecision as TriageDecision
from triage.inquiries import Inquiry as Inquiry
from triage.inquiries import InquirySubject as InquirySubject
from triage.meetings import AgendaItem as AgendaItem
from triage.meetings import TriageMeeting as TriageMeeting

TRACKED = (
    PurposeDecision,
    TriageMeeting,
    AgendaItem,
    TriageDecision,
    RelevantParty,
    Advice,
    SupportNote,
    Inquiry,
    InquirySubject,
)
