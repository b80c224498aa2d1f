"""The addresses of the record."""

from __future__ import annotations

from django.urls import path

from kringspoor.record.views import checkpoints, erasing, evidence, journal

urlpatterns = [
    path("", journal.journal, name="record"),
    path("<int:number>/", journal.act, name="act"),
    path("erase/", erasing.erase, name="erase"),
    path("evidence/", evidence.evidence_list, name="evidence_list"),
    path("evidence/add/", evidence.evidence_add, name="evidence_add"),
    path("evidence/<int:number>/", evidence.evidence_page, name="evidence"),
    path("evidence/<int:number>/describe/", evidence.evidence_describe, name="evidence_describe"),
    path("evidence/<int:number>/file/", evidence.evidence_file, name="evidence_file"),
    path("checkpoints/", checkpoints.checkpoint_list, name="checkpoints"),
    path("checkpoints/make/", checkpoints.checkpoint_make, name="checkpoint_make"),
    path("checkpoints/check/", checkpoints.checkpoint_check, name="checkpoint_check"),
    path("checkpoints/<int:number>/", checkpoints.checkpoint_page, name="checkpoint"),
    path("checkpoints/<int:number>.txt", checkpoints.checkpoint_text, name="checkpoint_text"),
    path("checkpoints/<int:number>.svg", checkpoints.checkpoint_code, name="checkpoint_code"),
]
