"""A class that is being held, with a mark and a certificate, and a lecture that a unit has ordered."""

from __future__ import annotations

from app.models import Person
from app.services import issued_certificates
from app.services.training import marks
from app.services.training.marks import Given
from app.unit_of_work import unit_of_work
from tests import factories, lectures
from tests.routes.sites import Part
from tests.routes.whole_site import WholeSite
from tests.services.classes import taught, teacher

PREFIXES = (
    "console_classes.",
    "console_class_book.",
    "console_lectures.",
    "console_lecture_answers.",
    "teaching.",
    "my_class.",
)


def part(whole: WholeSite) -> Part:
    school, meetings = taught()
    programme, offering = school.programme, school.first
    sent = factories.registration(programme, [factories.person(whole.union)], [offering])
    factories.placement(sent, offering)
    teacher(offering)
    person: Person = sent.lead.person
    with unit_of_work():
        marks.enter(whole.city, offering, {person.id: Given(80, 90)})
        certificate = issued_certificates.issue(None, person, programme, ("结业证书", "Certificate"))
    programme.features = ["classes", "lecture_stops"]
    factories.save(programme)
    stop = lectures.stop(programme, whole.union, whole.unit)
    values = {
        "programme_id": programme.id,
        "offering_id": offering.id,
        "meeting_id": meetings[0].id,
        "person_id": person.id,
        "certificate_id": certificate.id,
        "reference": sent.reference,
        "stop_id": stop.id,
        "resource_id": stop.topic_id,
    }
    return Part(PREFIXES, values)
