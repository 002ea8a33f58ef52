"""`flask programme`: a programme out of the database as a file, and into it as a draft."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.files import UNUSABLE, check_writable, fail, read_bytes, write_whole
from app.errors import DomainError
from app.extensions import db
from app.models import Programme
from app.services import programme_file
from app.services.programme_file import Unreadable
from app.unit_of_work import unit_of_work

REFUSED = 1


@click.group(short_help="Write a programme to a file, or make a draft of one.")
def programme() -> None:
    """Programmes as files (nuanxin-programme/1): everything of one, without people."""


@programme.command(name="export", short_help="Write a programme to a file.")
@click.argument("slug")
@click.option("--output", metavar="FILE", help="Where to; standard output unless given.")
@with_appcontext
def export_file(slug: str, output: str | None) -> None:
    """Write the programme with the address SLUG, to standard output or to a file."""
    found = db.session.scalar(select(Programme).where(Programme.slug == slug))
    if found is None:
        fail(UNUSABLE, f"{slug}: no programme has this address")
    content = programme_file.written(programme_file.of(found))
    if output is None:
        click.echo(content.decode(), nl=False)
    else:
        check_writable(output)
        write_whole(output, content)


@programme.command(name="import", short_help="Make a draft of a file.")
@click.argument("file")
@click.option("--slug", help="The draft's address, unless that in the file.")
@click.option("--title", help="The draft's title, unless that in the file.")
@click.option("--check", is_flag=True, help="Only say what is wrong; write nothing.")
@with_appcontext
def import_file(file: str, slug: str | None, title: str | None, check: bool) -> None:
    """Make a draft of FILE. Everything that is wrong with it is named with its place, and nothing written."""
    data = read_bytes(file)
    try:
        content = programme_file.read(data)
    except Unreadable as refused:
        fail(UNUSABLE, *(f"{fault.where or file}: {fault.message}" for fault in refused.faults))
    for remark in programme_file.remarks(content):
        click.echo(f"{remark.where}: {remark.message}", err=True)
    if check:
        return
    given = content.programme
    try:
        with unit_of_work():
            made = programme_file.imported(None, content, slug or given["slug"], title or given["title"])
            address, number = made.slug, made.id
    except DomainError as refused:
        fail(REFUSED, refused.message)
    click.echo(f"draft {number} made: {address}")


commands = [programme]
