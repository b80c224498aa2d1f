"""The addresses of partners, within an organisation."""

from __future__ import annotations

from django.urls import path

from kringspoor.web import partner_pages

urlpatterns = [
    path("", partner_pages.partners, name="partners"),
    path("add/", partner_pages.partner_add, name="partner_add"),
    path("<int:number>/", partner_pages.partner, name="partner"),
    path("<int:number>/edit/", partner_pages.partner_edit, name="partner_edit"),
    path("<int:number>/permits/", partner_pages.permit_add, name="permit_add"),
    path("permits/<int:number>/end/", partner_pages.permit_end, name="permit_end"),
]
