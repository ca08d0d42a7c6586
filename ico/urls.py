"""Where the pages of meetings, plans and agreements are."""

from django.urls import path

from ico import (
    urls_invited,
    urls_monitored,
    views_agenda,
    views_decision,
    views_ending,
    views_extracts,
    views_guests,
    views_informing,
    views_judging,
    views_meeting,
    views_minutes,
    views_moments,
    views_papers,
    views_plan,
    views_planning,
    views_rooms,
    views_table,
)

app_name = "ico"

lists = [
    path("overleggen/", views_meeting.meetings, name="meetings"),
    path("overleggen/agenda/", views_agenda.agenda, name="agenda"),
    path("overleggen/dag/", views_agenda.plan_day, name="plan_day"),
    path("overleggen/ruimten/", views_rooms.rooms, name="rooms"),
    path("overleggen/ruimten/nieuw/", views_rooms.add_room, name="add_room"),
    path("overleggen/ruimten/<uuid:pk>/", views_rooms.change_room, name="room"),
]
of_case = [
    path(
        "casussen/<uuid:pk>/overleggen/",
        views_meeting.case_meetings,
        name="case_meetings",
    ),
    path(
        "casussen/<uuid:pk>/overleggen/nieuw/",
        views_meeting.plan_meeting,
        name="plan_meeting",
    ),
    path(
        "casussen/<uuid:pk>/overleggen/reeks/",
        views_agenda.plan_series,
        name="plan_series",
    ),
    path("casussen/<uuid:pk>/plan/", views_plan.case_plan, name="case_plan"),
    path("casussen/<uuid:pk>/plan/afspraak/", views_plan.add_action, name="add_action"),
    path(
        "casussen/<uuid:pk>/casusregisseur/",
        views_decision.casusregisseur,
        name="casusregisseur",
    ),
    path(
        "casussen/<uuid:pk>/informeren/", views_informing.case_notices, name="notices"
    ),
    path("betrokkenen/<uuid:pk>/informeren/", views_informing.inform, name="inform"),
    path(
        "betrokkenen/<uuid:pk>/brief.pdf", views_informing.letter, name="notice_letter"
    ),
    path("casussen/<uuid:pk>/afschaling/", views_ending.afschaling, name="afschaling"),
    path("casussen/<uuid:pk>/heropenen/", views_ending.reopen, name="reopen"),
]
of_meeting = [
    path("overleggen/<uuid:pk>/", views_meeting.meeting, name="meeting"),
    path(
        "overleggen/<uuid:pk>/wijzigen/",
        views_meeting.change_meeting,
        name="change_meeting",
    ),
    path(
        "overleggen/<uuid:pk>/afzeggen/",
        views_meeting.cancel_meeting,
        name="cancel_meeting",
    ),
    path("overleggen/<uuid:pk>/uitnodigen/", views_guests.invite, name="invite"),
    path(
        "overleggen/<uuid:pk>/deelnemers/",
        views_guests.participants,
        name="participants",
    ),
    path(
        "overleggen/<uuid:pk>/zonder-account/",
        views_guests.invite_guest,
        name="invite_guest",
    ),
    path("overleggen/<uuid:pk>/betrokkene/", views_informing.let_come, name="let_come"),
    path("overleggen/<uuid:pk>/voorzitter/", views_planning.appoint, name="appoint"),
    path(
        "overleggen/<uuid:pk>/vervanger-zit-voor/",
        views_planning.let_deputy_chair,
        name="let_deputy_chair",
    ),
    path(
        "overleggen/<uuid:pk>/derden/", views_planning.add_outsider, name="add_outsider"
    ),
    path("derden/<uuid:pk>/pagina/", views_guests.give_page, name="give_page"),
    path("derden/<uuid:pk>/geheimhouding/", views_planning.declare, name="declare"),
    path("derden/<uuid:pk>/is-er/", views_planning.let_in, name="let_in"),
    path("derden/<uuid:pk>/komt-niet/", views_planning.turn_away, name="turn_away"),
    path("vervolg/<uuid:pk>/criteria/", views_planning.judge_again, name="judge_again"),
    path("overleggen/<uuid:pk>/momenten/", views_moments.moments, name="moments"),
    path("momenten/<uuid:pk>/kiezen/", views_moments.choose_moment, name="choose"),
    path("wanneer/<uuid:pk>/", views_moments.availability, name="availability"),
    path(
        "wanneer/<uuid:pk>/telefoon/",
        views_moments.note_availability,
        name="note_availability",
    ),
    path(
        "overleggen/<uuid:pk>/versturen/",
        views_guests.send_invitations,
        name="send_invitations",
    ),
    path("overleggen/<uuid:pk>/beeldvorming/", views_table.picture, name="picture"),
    path(
        "overleggen/<uuid:pk>/oordeelsvorming/", views_table.judgement, name="judgement"
    ),
    path("overleggen/<uuid:pk>/besluitvorming/", views_table.decision, name="decision"),
    path("overleggen/<uuid:pk>/inbreng/", views_table.add_piece, name="add_piece"),
    path("overleggen/<uuid:pk>/deelnemer/", views_table.add_seat, name="add_seat"),
    path("overleggen/<uuid:pk>/doel/", views_decision.decide, name="decide"),
    path(
        "overleggen/<uuid:pk>/afspraak/",
        views_decision.add_agreement,
        name="add_agreement",
    ),
    path(
        "overleggen/<uuid:pk>/criterium/",
        views_decision.add_criterion,
        name="add_criterion",
    ),
    path(
        "overleggen/<uuid:pk>/sluiten/",
        views_decision.close_meeting,
        name="close_meeting",
    ),
    path("overleggen/<uuid:pk>/plan/", views_plan.build_plan, name="build_plan"),
]
minutes = [
    path("verslag/<uuid:pk>/", views_table.section, name="section"),
    path("verslag/<uuid:pk>/typen/", views_minutes.type_in, name="type_in"),
    path(
        "verslag/<uuid:pk>/kiezen/<uuid:text_pk>/", views_minutes.choose, name="choose"
    ),
    path("overleggen/<uuid:pk>/aanvullen/", views_minutes.lay_out, name="lay_out"),
    path("verslag/<uuid:pk>/versies/", views_minutes.versions, name="versions"),
    path("verslag/<uuid:pk>/correctie/", views_minutes.correct, name="correct"),
    path("verslag/versies/<uuid:pk>/", views_minutes.restore, name="restore"),
    path("overleggen/<uuid:pk>/volgen/", views_minutes.follow, name="follow"),
    path(
        "overleggen/<uuid:pk>/heropenen/", views_minutes.open_again, name="open_again"
    ),
]
at_the_table = [
    path("overleggen/<uuid:pk>/nodig/", views_judging.need, name="need"),
    path("overleggen/<uuid:pk>/zsm/", views_judging.advise_zsm, name="advise_zsm"),
    path("zsm/<uuid:pk>/weghalen/", views_judging.drop_zsm, name="drop_zsm"),
    path(
        "overleggen/<uuid:pk>/sneltoetsen/",
        views_judging.switch_keys,
        name="switch_keys",
    ),
    path(
        "overleggen/<uuid:meeting_pk>/inbreng/<uuid:pk>/aanhalen/",
        views_judging.quote,
        name="quote",
    ),
    path("aangehaald/<uuid:pk>/weghalen/", views_judging.drop_quote, name="drop_quote"),
    path("inbreng/<uuid:pk>/plan/", views_judging.keep_out, name="keep_out"),
    path("herbeoordeling/<uuid:pk>/", views_judging.judge_need, name="judge_need"),
    path(
        "herbeoordeling/<uuid:pk>/gebruik/", views_judging.judge_use, name="judge_use"
    ),
    path("deelnemers/<uuid:pk>/", views_table.change_seat, name="change_seat"),
    path("deelnemers/<uuid:pk>/komt-of-gaat/", views_table.come_or_go, name="seat"),
    path(
        "overleggen/<uuid:meeting_pk>/inbreng/<uuid:pk>/vrijgeven/",
        views_table.release,
        name="release",
    ),
    path(
        "overleggen/<uuid:meeting_pk>/inbreng/<uuid:pk>/vooraf-lezen/",
        views_table.open_before,
        name="open_before",
    ),
    path(
        "overleggen/<uuid:meeting_pk>/inbreng/<uuid:pk>/niet-meer-vrijgeven/",
        views_table.end_release,
        name="end_release",
    ),
    path(
        "overleggen/<uuid:meeting_pk>/criterium/<uuid:pk>/weghalen/",
        views_decision.drop_criterion,
        name="drop_criterion",
    ),
]
plans = [
    path("plannen/<uuid:pk>/", views_plan.plan, name="plan"),
    path("plannen/<uuid:pk>/delen/", views_extracts.plan_sharing, name="plan_sharing"),
    path(
        "plannen/<uuid:pk>/akkoord/", views_extracts.ask_approval, name="ask_approval"
    ),
    path(
        "plannen/<uuid:pk>/uittreksel/<uuid:party_pk>/",
        views_extracts.send_extract,
        name="send_extract",
    ),
    path(
        "plannen/<uuid:pk>/uittreksel/<uuid:party_pk>/pdf/",
        views_extracts.extract_pdf,
        name="extract_pdf",
    ),
    path(
        "plannen/<uuid:pk>/uittreksel/<uuid:party_pk>/word/",
        views_extracts.extract_word,
        name="extract_word",
    ),
    path("uittreksels/<uuid:pk>/", views_extracts.received, name="received"),
    path(
        "uittreksels/<uuid:pk>/pdf/", views_extracts.received_pdf, name="received_pdf"
    ),
    path(
        "uittreksels/<uuid:pk>/word/",
        views_extracts.received_word,
        name="received_word",
    ),
    path("plannen/<uuid:pk>/pdf/", views_papers.plan_pdf, name="plan_pdf"),
    path("plannen/<uuid:pk>/word/", views_papers.plan_word, name="plan_word"),
    path(
        "plannen/<uuid:pk>/samenvatting/",
        views_papers.plan_summary,
        name="plan_summary",
    ),
    path("plannen/<uuid:pk>/afdruk/", views_papers.plan_print, name="plan_print"),
    path(
        "plannen/<uuid:pk>/verschillen/<int:number>/",
        views_papers.plan_differences,
        name="plan_differences",
    ),
    path("plannen/<uuid:pk>/wijzigen/", views_plan.edit_plan, name="edit_plan"),
    path("plannen/<uuid:pk>/regel/", views_plan.add_line, name="add_line"),
    path("plannen/<uuid:pk>/vaststellen/", views_plan.establish, name="establish"),
    path("plannen/<uuid:pk>/nieuwe-versie/", views_plan.renew, name="renew"),
    path("planregels/<uuid:pk>/", views_plan.edit_line, name="edit_line"),
    path("planregels/<uuid:pk>/weghalen/", views_plan.drop_line, name="drop_line"),
]
urlpatterns = [
    *lists,
    *of_case,
    *of_meeting,
    *minutes,
    *at_the_table,
    *urls_invited.urlpatterns,
    *plans,
    *urls_monitored.urlpatterns,
]
