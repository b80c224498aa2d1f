"""The addresses of people and keys, within an organisation."""

from __future__ import annotations

from django.urls import path

from kringspoor.web import organisation_pages, people_pages

urlpatterns = [
    path("", people_pages.people, name="people"),
    path("organisation/", organisation_pages.organisation, name="organisation"),
    path("organisation/rename/", organisation_pages.rename, name="organisation_rename"),
    path("organisation/succeed/", organisation_pages.succeed, name="organisation_succeed"),
    path("organisation/reopen/", organisation_pages.reopen, name="organisation_reopen"),
    path("<int:number>/", people_pages.person, name="person"),
    path("<int:number>/end/", people_pages.end_membership, name="end_membership"),
    path("invitations/<int:number>/withdraw/", people_pages.withdraw, name="withdraw_invitation"),
    path("keys/", people_pages.keys, name="keys"),
    path("keys/<int:number>/revoke/", people_pages.revoke_key, name="revoke_key"),
]
