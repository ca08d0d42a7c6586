"""Where the pages of a case are."""

from django.urls import path

from cases import (
    views,
    views_acts,
    views_alike,
    views_case,
    views_continuing,
    views_dictating,
    views_handing_over,
    views_lists,
    views_pages,
    views_public,
    views_registration,
    views_registration_parts,
    views_sender,
)

app_name = "cases"

bureau = [
    path("", views.home, name="home"),
    path("vandaag/", views.today, name="today"),
    path("zoeken/", views.search, name="search"),
    path("casussen/", views.case_list, name="list"),
    path("werk-overdragen/", views_handing_over.handovers, name="handovers"),
    path(
        "werk-overdragen/<uuid:old_pk>/<uuid:new_pk>/",
        views_handing_over.hand_over,
        name="hand_over",
    ),
    path(
        "werk-overdragen/<uuid:old_pk>/<uuid:new_pk>/terug/",
        views_handing_over.take_back,
        name="take_back",
    ),
    path("casussen/afgeschermd/", views.shielded_list, name="shielded_list"),
    path("lijsten/meegenomen/", views_lists.exports, name="exports"),
    path("lijsten/<slug:key>/uitvoeren/", views_lists.export, name="export"),
    path("lijsten/<slug:key>/bewaren/", views_lists.keep_view, name="keep_view"),
    path("lijsten/bewaard/<uuid:pk>/weg/", views_lists.forget_view, name="forget_view"),
]
case = [
    path("casussen/<uuid:pk>/", views_case.case_detail, name="detail"),
    path("casussen/<uuid:pk>/personen/", views_case.case_people, name="people"),
    path(
        "casussen/<uuid:pk>/informatie/",
        views_case.case_information,
        name="information",
    ),
    path(
        "casussen/<uuid:pk>/informatie/toevoegen/",
        views_acts.add_contribution,
        name="contribute",
    ),
    path("casussen/<uuid:pk>/tijdlijn/", views_case.case_timeline, name="timeline"),
    path("casussen/<uuid:pk>/logboek/", views_case.case_log, name="log"),
    path("casussen/<uuid:pk>/dezelfde-persoon/", views_alike.compare, name="compare"),
    path(
        "casussen/<uuid:pk>/voortzetten/",
        views_continuing.continue_earlier,
        name="continue_earlier",
    ),
    path("casussen/<uuid:pk>/overnemen/", views_acts.take_over, name="take_over"),
    path("casussen/<uuid:pk>/besloten/", views_acts.restrict, name="restrict"),
    path("casussen/<uuid:pk>/besloten/opheffen/", views_acts.open_up, name="open_up"),
    path("casussen/<uuid:pk>/afgeschermd/", views_acts.open_shielded, name="shielded"),
]

secure_pages = [
    path("beveiligd/<uuid:pk>/", views_pages.keep, name="secure_page"),
    path("beveiligd/<uuid:pk>/code/", views_pages.read_out, name="read_code_out"),
]

registration = [
    path("melden/", views_public.start, name="public"),
    path("melden/code/", views_public.type_code, name="public_code"),
    path("melden/verder/", views_public.choose, name="public_choose"),
    path("melden/stoppen/", views_public.leave, name="public_leave"),
    path("mijn/", views_sender.start, name="start"),
    path("aanmelden/", views_registration.register, name="register"),
    path(
        "aanmelden/eerst-overleggen/", views_registration.call_first, name="call_first"
    ),
    path("aanmelden/<uuid:pk>/", views_registration.resume, name="registration"),
    path(
        "aanmelden/<uuid:pk>/controleren/",
        views_registration.check,
        name="registration_check",
    ),
    path(
        "aanmelden/<uuid:pk>/versturen/",
        views_registration.send,
        name="registration_send",
    ),
    path("aanmelden/<uuid:pk>/verstuurd/", views_sender.sent, name="registration_sent"),
    path("aanmelden/voor-een-ander/", views_dictating.dictate, name="dictate"),
    path(
        "aanmelden/<uuid:pk>/afmaken/",
        views_dictating.hand_over,
        name="dictation_hand_over",
    ),
    path("aanmelden/<uuid:pk>/klopt-het/", views_dictating.check, name="dictation"),
    path("aanmelden/<uuid:pk>/antwoord/", views_public.answer, name="public_answer"),
    path("aanmelden/<uuid:pk>/stand/", views_sender.state, name="registration_state"),
    path(
        "aanmelden/<uuid:pk>/pdf/",
        views_sender.printed,
        name="registration_pdf",
    ),
    path(
        "aanmelden/<uuid:pk>/intrekken/",
        views_sender.withdraw,
        name="registration_withdraw",
    ),
    path(
        "aanmelden/<uuid:pk>/verwijderen/",
        views_registration.discard,
        name="registration_discard",
    ),
    path(
        "aanmelden/<uuid:pk>/personen/",
        views_registration_parts.persons,
        name="registration_persons",
    ),
    path(
        "aanmelden/<uuid:pk>/personen/toevoegen/",
        views_registration_parts.add_person,
        name="registration_add_person",
    ),
    path(
        "aanmelden/personen/<uuid:pk>/",
        views_registration_parts.change_person,
        name="registration_person",
    ),
    path(
        "aanmelden/personen/<uuid:pk>/verwijderen/",
        views_registration_parts.remove_person,
        name="registration_remove_person",
    ),
    path(
        "aanmelden/<uuid:pk>/partijen/",
        views_registration_parts.organisations,
        name="registration_organisations",
    ),
    path(
        "aanmelden/<uuid:pk>/partijen/toevoegen/",
        views_registration_parts.add_organisation,
        name="registration_add_organisation",
    ),
    path(
        "aanmelden/partijen/<uuid:pk>/",
        views_registration_parts.change_organisation,
        name="registration_organisation",
    ),
    path(
        "aanmelden/partijen/<uuid:pk>/verwijderen/",
        views_registration_parts.remove_organisation,
        name="registration_remove_organisation",
    ),
    path(
        "aanmelden/<uuid:pk>/bijlagen/",
        views_registration_parts.attachments,
        name="registration_attachments",
    ),
    path(
        "aanmelden/bijlagen/<uuid:pk>/verwijderen/",
        views_registration_parts.remove_attachment,
        name="registration_remove_attachment",
    ),
    path("bijlagen/<uuid:pk>/", views_sender.attachment, name="attachment"),
    # Last of its kind: what comes before has a page of its own.
    path(
        "aanmelden/<uuid:pk>/<slug:key>/",
        views_registration.step,
        name="registration_step",
    ),
]

urlpatterns = [*bureau, *case, *secure_pages, *registration]
