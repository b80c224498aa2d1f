"""The addresses of people and keys, within an organisation."""

from __future__ import annotations

from django.urls import path

from kringspoor.web import people_pages

urlpatterns = [
    path("", people_pages.people, name="people"),
    path("<int:number>/", people_pages.person, name="person"),
    path("<int:number>/end/", people_pages.end_membership, name="end_membership"),
    path("invitations/<int:number>/withdraw/", people_pages.withdraw, name="withdraw_invitation"),
    path("keys/", people_pages.keys, name="keys"),
    path("keys/<int:number>/revoke/", people_pages.revoke_key, name="revoke_key"),
]
