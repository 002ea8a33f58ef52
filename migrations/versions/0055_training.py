"""How classes count, are assessed and certify, and what their people were marked."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0053"


def upgrade() -> None:
    _training_rule()
    _assessment()


def _training_rule() -> None:
    op.create_table(
        "training_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("hour_minutes", sa.Integer(), nullable=False),
        sa.Column("least_share", sa.Integer(), nullable=False),
        sa.Column("assessed", sa.String(length=10), nullable=False),
        sa.Column("theory_weight", sa.Integer(), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=80), nullable=False),
        sa.Column("certificate_en", sa.String(length=120), nullable=False),
        sa.Column("valid_years", sa.Integer(), nullable=True),
        sa.CheckConstraint("hour_minutes > 0", name=op.f("ck_training_rule_hour_minutes")),
        sa.CheckConstraint("least_share between 0 and 100", name=op.f("ck_training_rule_least_share")),
        sa.CheckConstraint("assessed in ('none', 'one', 'two')", name=op.f("ck_training_rule_assessed")),
        sa.CheckConstraint("theory_weight between 0 and 100", name=op.f("ck_training_rule_theory_weight")),
        sa.CheckConstraint("pass_mark between 0 and 100", name=op.f("ck_training_rule_pass_mark")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_training_rule_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_rule")),
        sa.UniqueConstraint("programme_id", name=op.f("uq_training_rule_programme_id")),
    )


def _assessment() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offering_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("theory", sa.Integer(), nullable=True),
        sa.Column("practice", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points between 0 and 10000", name=op.f("ck_assessment_points")),
        sa.CheckConstraint("kind in ('first', 'resit', 'correction')", name=op.f("ck_assessment_kind")),
        sa.CheckConstraint("(attempt = 1) = (kind = 'first')", name=op.f("ck_assessment_attempt")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_assessment_offering_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_assessment_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "offering_id", "person_id", "attempt", name=op.f("uq_assessment_offering_id_person_id_attempt")
        ),
    )
    for column in ("offering_id", "person_id"):
        op.create_index(op.f(f"ix_assessment_{column}"), "assessment", [column])


def downgrade() -> None:
    op.drop_table("assessment")
    op.drop_table("training_rule")
