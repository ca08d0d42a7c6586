"""What a grant lets somebody do, and from which act it follows."""

from django.db import models


class Access(models.TextChoices):
    """What a grant lets somebody do; the codenames of the case's permissions."""

    WORK = "work_on_case", "werken aan de casus"
    REGISTER = "register_case", "aanmelden en volgen"
    WEIGH = "weigh_case", "meewegen"
    ATTEND = "attend_case", "deelnemen aan het overleg"
    CONTRIBUTE = "contribute_case", "inbrengen voor het overleg"
    COORDINATE = "coordinate_case", "casusregie voeren"
    ANSWER = "answer_inquiry", "een uitvraag beantwoorden"
    RECEIVE = "receive_disclosure", "een verstrekking lezen"

    @classmethod
    def of_guests(cls) -> "frozenset[Access]":
        """What people of a bound Partij are let in for, and nobody of the house."""
        return frozenset(cls) - {cls.WORK, cls.REGISTER}

    @classmethod
    def of_pages(cls) -> "frozenset[Access]":
        """What somebody without account may be let in for, through a secure page."""
        return frozenset({cls.ATTEND, cls.CONTRIBUTE, cls.RECEIVE})

    @classmethod
    def of_groups(cls) -> "frozenset[Access]":
        """What may count for a whole group; a verstrekking is for persons by name."""
        return frozenset(cls) - {cls.RECEIVE}


class Why(models.TextChoices):
    """The act from which a grant follows."""

    REGISTRATION = "registration", "heeft de casus aangemeld"
    SENT = "sent", "de aanmelding is verstuurd"
    NAMED = "named", "genoemd bij een besloten casus"
    OPENED = "opened", "de casus is niet meer besloten"
    AGENDA = "agenda", "de casus staat op de agenda"
    INVITATION = "invitation", "uitgenodigd voor het overleg"
    CASUSREGISSEUR = "casusregisseur", "is casusregisseur"
    INQUIRY = "inquiry", "kreeg een uitvraag"
    DICTATION = "dictation", "typt de aanmelding voor een ander"
    APPROVAL = "approval", "is om akkoord gevraagd"
    DISCLOSURE = "disclosure", "kreeg een verstrekking"
