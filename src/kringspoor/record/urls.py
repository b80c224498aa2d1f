"""The addresses of the record."""

from __future__ import annotations

from django.urls import path

from kringspoor.record.views import checkpoints, erasing, evidence, journal, webhooks

urlpatterns = [
    path("", journal.journal, name="record"),
    path("<int:number>/", journal.act, name="act"),
    path("erase/", erasing.erase, name="erase"),
    path("evidence/", evidence.evidence_list, name="evidence_list"),
    path("evidence/add/", evidence.evidence_add, name="evidence_add"),
    path("evidence/<int:number>/", evidence.evidence_page, name="evidence"),
    path("evidence/<int:number>/describe/", evidence.evidence_describe, name="evidence_describe"),
    path("evidence/<int:number>/file/", evidence.evidence_file, name="evidence_file"),
    path("webhooks/", webhooks.webhook_list, name="webhooks"),
    path("webhooks/add/", webhooks.webhook_add, name="webhook_add"),
    path("webhooks/<int:number>/", webhooks.webhook_page, name="webhook"),
    path("webhooks/<int:number>/edit/", webhooks.webhook_edit, name="webhook_edit"),
    path("webhooks/<int:number>/try/", webhooks.webhook_try, name="webhook_try"),
    path("webhooks/<int:number>/remove/", webhooks.webhook_remove, name="webhook_remove"),
    path("deliveries/<int:number>/again/", webhooks.delivery_again, name="delivery_again"),
    path("checkpoints/", checkpoints.checkpoint_list, name="checkpoints"),
    path("checkpoints/make/", checkpoints.checkpoint_make, name="checkpoint_make"),
    path("checkpoints/check/", checkpoints.checkpoint_check, name="checkpoint_check"),
    path("checkpoints/<int:number>/", checkpoints.checkpoint_page, name="checkpoint"),
    path("checkpoints/<int:number>.txt", checkpoints.checkpoint_text, name="checkpoint_text"),
    path("checkpoints/<int:number>.svg", checkpoints.checkpoint_code, name="checkpoint_code"),
]
