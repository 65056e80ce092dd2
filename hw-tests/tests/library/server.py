"""A small library behind invenio-sip2, whose protocol code nobody here wrote. Arguments: port, encoding, redis port, patience.

Every loan is told on standard output, so that the test keeps its own tally of what really happened here.
"""

import sys

from flask import Flask
from flask_babel import Babel

from invenio_sip2.ext import InvenioSIP2
from invenio_sip2.models import (
    PatronStatus,
    PatronStatusTypes,
    SelfcheckCheckin,
    SelfcheckCheckout,
    SelfcheckItemInformation,
    SelfcheckPatronInformation,
    SelfcheckPatronStatus,
    SelfcheckRenew,
)
from invenio_sip2.server import SocketServer

PORT, ENCODING, REDIS = int(sys.argv[1]), sys.argv[2], sys.argv[3]

BOOKS = {
    "123456782": "ポケット歳時記",
    "223456781": "髙﨑家の記録",
    "323456780": "表計算ソフト入門",
}
BOOKS.update({str(500000000 + n): f"全集 第{n}巻" for n in range(60)})
PATRONS = {"91234567": "髙﨑　花子", "91234575": "渡邉　太郎"}
BLOCKED = {"91234575"}
LOANS = {}


def tell(*words):
    print(*words, flush=True)


def login(user, password, **kwargs):
    if (user, password) != ("kiosk", "secret"):
        return None
    return {
        "authenticated": True,
        "terminal": "kazasu",
        "transaction_user_id": "1",
        "institution_id": "main",
        "library_name": "海原市立図書館",
        "library_language": "jpn",
    }


def status(user, **kwargs):
    return {"institution_id": "main"}


def known(patron, **kwargs):
    return patron in PATRONS


def account(patron, **kwargs):
    standing = PatronStatus()
    if patron in BLOCKED:
        standing.add_patron_status_type(PatronStatusTypes.CHARGE_PRIVILEGES_DENIED)
    told = SelfcheckPatronInformation(
        patron_id=patron,
        institution_id="main",
        patron_name=PATRONS.get(patron, ""),
        patron_status=standing,
        language="jpn",
        charged_items=[item for item, whose in LOANS.items() if whose == patron],
        valid_patron=patron in PATRONS,
    )
    if patron in BLOCKED:
        told["screen_messages"] = ["延滞の本があります"]
    return told


def patron_status(patron, **kwargs):
    return SelfcheckPatronStatus(patron_id=patron, institution_id="main", patron_name=PATRONS.get(patron, ""))


def item(number, **kwargs):
    return SelfcheckItemInformation(item_id=number, title_id=BOOKS.get(number, ""))


def refused(number, said):
    out = SelfcheckCheckout(BOOKS.get(number, ""), checkout=False)
    out["screen_messages"] = [said]
    return out


def checkout(user, number, patron, *args, **kwargs):
    if patron in BLOCKED:
        tell("refused", number, patron)
        return refused(number, "延滞の本があります")
    if number not in BOOKS:
        return refused(number, "資料が見つかりません")
    if number in LOANS:
        return refused(number, "貸出中です")
    LOANS[number] = patron
    tell("lent", number, patron)
    return SelfcheckCheckout(BOOKS[number], checkout=True, due_date="20261208    235959")


def checkin(user, number, *args, **kwargs):
    ok = LOANS.pop(number, None) is not None
    if ok:
        tell("returned", number)
    back = SelfcheckCheckin("main", checkin=ok, title_id=BOOKS.get(number, ""))
    if not ok:
        back["screen_messages"] = ["貸し出していません"]
    return back


def renew(user, number, *args, **kwargs):
    ok = number in LOANS
    if ok:
        tell("renewed", number)
    return SelfcheckRenew(
        success=ok, renewal=ok, title_id=BOOKS.get(number, ""), due_date="20261222    235959" if ok else ""
    )


app = Flask("library")
app.config.update(
    SECRET_KEY="x",
    SIP2_DATASTORE_REDIS_URL=f"redis://127.0.0.1:{REDIS}/0",
    SIP2_TEXT_ENCODING=ENCODING,
    SIP2_ERROR_DETECTION=True,
    SIP2_LOGGING_CONSOLE=False,
    SIP2_REMOTE_ACTION_HANDLERS={
        "app": {
            "login_handler": login,
            "system_status_handler": status,
            "patron_handlers": {
                "validate_patron": known,
                "authorize_patron": known,
                "enable_patron": account,
                "patron_status": patron_status,
                "account": account,
            },
            "item_handlers": {"item": item},
            "circulation_handlers": {"checkout": checkout, "checkin": checkin, "renew": renew},
        }
    },
)
Babel(app)
InvenioSIP2(app)
with app.app_context():
    server = SocketServer("library", "127.0.0.1", PORT, remote="app", process_id=1)
    tell("ready")
    server.run()
