"""The addresses of the inventory."""

from __future__ import annotations

from django.urls import path

from kringspoor.use.views import (
    changing,
    counting,
    counting_scan,
    devices,
    due,
    imports,
    labelling,
    lifetime_exceptions,
    lifetimes,
    listing,
    lots,
    media,
    orders,
    parts,
    plan,
    repairs,
    repairs_following,
    repairs_reporting,
    repairs_service,
    steps,
)

urlpatterns = [
    path("", listing.device_list, name="devices"),
    path("add/", devices.device_add, name="device_add"),
    path("<int:number>/", devices.device_page, name="device"),
    path("<int:number>/edit/", devices.device_edit, name="device_edit"),
    path("<int:number>/step/<slug:target>/", steps.device_step, name="device_step"),
    path("<int:number>/screen/", steps.device_screen, name="device_screen"),
    path("<int:number>/correction/", steps.device_correction, name="device_correction"),
    path(
        "<int:number>/correction/confirm/", steps.correction_confirm, name="correction_confirm"
    ),
    path(
        "<int:number>/correction/withdraw/", steps.correction_withdraw, name="correction_withdraw"
    ),
    path("<int:number>/media/", media.device_media, name="device_media"),
    path("<int:number>/last-use/", media.device_last_use, name="device_last_use"),
    path("<int:number>/batteries/", media.device_batteries, name="device_batteries"),
    path("media/<int:number>/certificate/", media.medium_certificate, name="medium_certificate"),
    path("media/<int:number>/out/", media.medium_out, name="medium_out"),
    path("batteries/<int:number>/", media.battery_way, name="battery_way"),
    path("columns/", listing.device_columns, name="device_columns"),
    path("chosen/", listing.devices_file, name="devices_file"),
    path("paste/", listing.devices_paste, name="devices_paste"),
    path("views/add/", listing.view_add, name="view_add"),
    path("views/<int:number>/change/", listing.view_change, name="view_change"),
    path("views/<int:number>/drop/", listing.view_drop, name="view_drop"),
    path("change/", changing.devices_change, name="devices_change"),
    path("change/do/", changing.devices_changed, name="devices_changed"),
    path("changes/", changing.change_list, name="changes"),
    path("changes/<int:number>/", changing.change_page, name="change"),
    path("changes/<int:number>/undo/", changing.change_undo, name="change_undo"),
]
lot_patterns = [
    path("", lots.lot_list, name="lots"),
    path("add/", lots.lot_add, name="lot_add"),
    path("<int:number>/", lots.lot_page, name="lot"),
]
import_patterns = [
    path("", imports.import_list, name="imports"),
    path("add/", imports.import_add, name="import_add"),
    path("<int:number>/", imports.import_page, name="import"),
    path("<int:number>/accept/", imports.import_accept, name="import_accept"),
    path("<int:number>/answer/", imports.import_answer, name="import_answer"),
    path("<int:number>/cancel/", imports.import_cancel, name="import_cancel"),
    path("<int:number>/undo/", imports.import_undo, name="import_undo"),
    path("<int:number>/problems.csv", imports.import_problems, name="import_problems"),
]
counting_patterns = [
    path("counts/", counting.count_list, name="counts"),
    path("counts/add/", counting.count_add, name="count_add"),
    path("counts/<int:number>/", counting.count_page, name="count"),
    path("counts/<int:number>/place/", counting_scan.count_place, name="count_place"),
    path("counts/<int:number>/scan/", counting_scan.count_scan, name="count_scan"),
    path("counts/<int:number>/seen/", counting_scan.count_sightings, name="count_sightings"),
    path("counts/<int:number>/close/", counting.count_close, name="count_close"),
    path("counts/<int:number>/undo/", counting.count_undo, name="count_undo"),
    path("counts/<int:number>/move/", counting.count_move, name="count_move"),
    path("counts/seen/<int:number>/back/", counting_scan.count_unscan, name="count_unscan"),
    path("labels/", labelling.label_page, name="labels"),
    path("t/<path:tag>", labelling.tag_page, name="tag"),
    path("drafts/", labelling.draft_list, name="drafts"),
    path("drafts/<int:number>/", labelling.draft_page, name="draft"),
    path("drafts/<int:number>/register/", labelling.draft_register, name="draft_register"),
    path("drafts/<int:number>/match/", labelling.draft_match, name="draft_match"),
    path("drafts/<int:number>/aside/", labelling.draft_aside, name="draft_aside"),
    path("orders/", orders.order_list, name="orders"),
    path("orders/add/", orders.order_add, name="order_add"),
    path("orders/give/", orders.order_give, name="order_give"),
    path("orders/one/", orders.order_page, name="order"),
    path("orders/lines/<int:number>/serials/", orders.order_serials, name="order_serials"),
    path("orders/lines/<int:number>/remove/", orders.order_line_remove, name="order_line_remove"),
    path("orders/files/<int:number>/", orders.order_file, name="order_file"),
    path("orders/files/<int:number>/undo/", orders.order_file_undo, name="order_file_undo"),
]
plan_patterns = [
    path("plan/", plan.plan_page, name="plan"),
    path("plan/keep/", plan.plan_keep, name="plan_keep"),
    path("plan/<int:number>/remove/", plan.plan_drop, name="plan_drop"),
]
lifetime_patterns = [
    path("", lifetimes.policy_page, name="lifetimes"),
    path("rule/", lifetimes.rule_page, name="lifetime_rule"),
    path("rule/withdraw/", lifetimes.rule_withdraw, name="lifetime_withdraw"),
    path("preset/", lifetimes.preset_page, name="lifetime_preset"),
    path("inherited/<slug:owner>/", lifetimes.inherited_page, name="lifetime_inherited"),
    path("due/", due.due_list, name="due"),
    path("warranty/", due.warranty_gap, name="warranty_gap"),
    path("exceptions/", lifetime_exceptions.exception_list, name="lifetime_exceptions"),
    path("exceptions/ask/<int:number>/", lifetime_exceptions.exception_ask, name="exception_ask"),
    path(
        "exceptions/<int:number>/decide/",
        lifetime_exceptions.exception_decide,
        name="exception_decide",
    ),
    path(
        "exceptions/<int:number>/withdraw/",
        lifetime_exceptions.exception_withdraw,
        name="exception_withdraw",
    ),
]
repair_patterns = [
    path("repairs/", repairs.repair_list, name="repairs"),
    path("repairs/repairers/", repairs_service.repairers, name="repairers"),
    path("repairs/rate/", repairs_service.bench_rate, name="bench_rate"),
    path("repairs/<int:number>/", repairs.repair_page, name="repair"),
    path("repairs/<int:number>/send/", repairs_following.repair_send, name="repair_send"),
    path("repairs/<int:number>/serve/", repairs_following.repair_serve, name="repair_serve"),
    path("repairs/<int:number>/close/", repairs_following.repair_close, name="repair_close"),
    path("repairs/<int:number>/reopen/", repairs_following.repair_reopen, name="repair_reopen"),
    path("repairs/<int:number>/part/", repairs_following.repair_part, name="repair_part"),
    path(
        "repairs/<int:number>/withdraw/",
        repairs_following.repair_withdraw,
        name="repair_withdraw",
    ),
    path("devices/<int:number>/repair/", repairs_reporting.repair_report, name="repair_report"),
    path(
        "devices/<int:number>/repair/warranty/",
        repairs_reporting.repair_warranty,
        name="repair_warranty",
    ),
]
part_patterns = [
    path("parts/", parts.part_list, name="parts"),
    path("parts/add/", parts.part_add, name="part_add"),
    path("parts/<int:number>/", parts.part_page, name="part"),
    path("parts/<int:number>/scrap/", parts.part_scrap, name="part_scrap"),
    path("parts/<int:number>/take-out/", parts.part_take_out, name="part_take_out"),
    path("parts/<int:number>/put-back/", parts.part_put_back, name="part_put_back"),
    path("devices/<int:number>/parts/", parts.device_parts, name="device_parts"),
    path("devices/<int:number>/dismantled/", parts.device_dismantled, name="device_dismantled"),
]
