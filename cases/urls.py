"""Where the pages of a case are."""

from django.urls import path

from cases import views, views_acts, views_case

app_name = "cases"

bureau = [
    path("", views.home, name="home"),
    path("vandaag/", views.today, name="today"),
    path("zoeken/", views.search, name="search"),
    path("casussen/", views.case_list, name="list"),
    path("casussen/afgeschermd/", views.shielded_list, name="shielded_list"),
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
    path("casussen/<uuid:pk>/overnemen/", views_acts.take_over, name="take_over"),
    path("casussen/<uuid:pk>/besloten/", views_acts.restrict, name="restrict"),
    path("casussen/<uuid:pk>/afgeschermd/", views_acts.open_shielded, name="shielded"),
]

urlpatterns = [*bureau, *case]
