"""A programme's rules of eligibility and its quotas."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import access
from app.forms.console.policy import QuotaForm
from app.forms.console.rules import RULE_FORMS, Offered, RuleForm
from app.models import EligibilityRule, Programme, Quota
from app.routes.console.attempt import done, shown
from app.services import eligibility, eligibility_rules, policy, policy_view, programmes
from app.unit_of_work import unit_of_work

blueprint = Blueprint("console_policy", __name__, url_prefix="/console/programmes/<int:programme_id>/policy")


@blueprint.get("/")
@access.coordinator
def index(programme_id: int) -> ResponseReturnValue:
    whole_city = access.scope().whole_city
    programme = programmes.load(programme_id)
    if programme.state == "draft" and not whole_city:
        abort(404)
    return render_template(
        "console/policy/index.html",
        programme=programme,
        rules=policy_view.rules(programme),
        labels={name: eligibility.RULES[name].label for name in RULE_FORMS},
        unit_names=policy.unit_names(programme),
        may_edit=whole_city and programme.state not in policy.SETTLED,
    )


@blueprint.route("/rules/new/<name>", methods=["GET", "POST"])
@access.city_coordinator
def new_rule(programme_id: int, name: str) -> ResponseReturnValue:
    if name not in RULE_FORMS:
        abort(404)
    programme = programmes.load(programme_id)
    return _rule_page(RULE_FORMS[name](_offered(programme)), programme, name, None)


@blueprint.route("/rules/<int:rule_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit_rule(programme_id: int, rule_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    rule = policy.rule_of(programme, rule_id)
    if rule.rule not in RULE_FORMS:
        abort(404)
    # what is not sound is not shown in fields that could not hold it: it is entered anew
    sound = eligibility_rules.is_sound(rule.rule, rule.parameters)
    form = RULE_FORMS[rule.rule](_offered(programme), rule if sound else None)
    return _rule_page(form, programme, rule.rule, rule)


def _offered(programme: Programme) -> Offered:
    return Offered(policy_view.kinds(), policy_view.earlier(programme), policy_view.questions(programme))


def _rule_page(
    form: RuleForm, programme: Programme, name: str, rule: EligibilityRule | None
) -> ResponseReturnValue:
    programme_id = programme.id
    if done(form, lambda: policy.save_rule(access.actor(), programme, rule, name, form.rule_values())):
        flash(_("资格条件已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template(
        "console/policy/rule.html",
        form=form,
        programme=programme,
        rule=rule,
        declared=eligibility.RULES[name],
    )
    return shown(form, page)


@blueprint.post("/rules/<int:rule_id>/delete")
@access.city_coordinator
def delete_rule(programme_id: int, rule_id: int) -> ResponseReturnValue:
    with unit_of_work():
        programme = programmes.load(programme_id)
        policy.delete_rule(access.actor(), programme, policy.rule_of(programme, rule_id))
    flash(_("资格条件已删除。"), "success")
    return redirect(url_for(".index", programme_id=programme_id))


@blueprint.route("/quotas/new", methods=["GET", "POST"])
@access.city_coordinator
def new_quota(programme_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    return _quota_page(QuotaForm(policy.units()), programme, None)


@blueprint.route("/quotas/<int:quota_id>", methods=["GET", "POST"])
@access.city_coordinator
def edit_quota(programme_id: int, quota_id: int) -> ResponseReturnValue:
    programme = programmes.load(programme_id)
    quota = policy.quota_of(programme, quota_id)
    return _quota_page(QuotaForm(policy.units(), quota), programme, quota)


def _quota_page(form: QuotaForm, programme: Programme, quota: Quota | None) -> ResponseReturnValue:
    programme_id = programme.id
    if done(form, lambda: policy.save_quota(access.actor(), programme, quota, form.values())):
        flash(_("名额已保存。"), "success")
        return redirect(url_for(".index", programme_id=programme_id))
    page = render_template("console/policy/quota.html", form=form, programme=programme, quota=quota)
    return shown(form, page)


@blueprint.post("/quotas/<int:quota_id>/delete")
@access.city_coordinator
def delete_quota(programme_id: int, quota_id: int) -> ResponseReturnValue:
    with unit_of_work():
        programme = programmes.load(programme_id)
        policy.delete_quota(access.actor(), programme, policy.quota_of(programme, quota_id))
    flash(_("名额已删除。"), "success")
    return redirect(url_for(".index", programme_id=programme_id))
