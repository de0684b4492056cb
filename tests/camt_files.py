"""Small invented camt messages, as text."""

from __future__ import annotations

from collections.abc import Sequence

_MESSAGES = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}
ACCOUNT = "003901012345678"


def balance(kind: str, amount: str, mark: str = "CRDT", currency: str = "IDR") -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>'
        "<Dt><Dt>2026-03-31</Dt></Dt></Bal>"
    )


def detail(amount: str, reference: str, text: str = "", mark: str = "") -> str:
    return (
        f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>"
        f'<Amt Ccy="IDR">{amount}</Amt>'
        + (f"<CdtDbtInd>{mark}</CdtDbtInd>" if mark else "")
        + (f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else "")
        + "</TxDtls>"
    )


def entry(
    amount: str = "1000.00",
    mark: str = "CRDT",
    *,
    currency: str = "IDR",
    status: str = "BOOK",
    booked: str = "<BookgDt><Dt>2026-03-05</Dt></BookgDt>",
    more: str = "",
    details: Sequence[str] = (),
    remark: str = "SETORAN",
) -> str:
    """`more` stands before the status, where `RvslInd` does."""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>{more}'
        f"<Sts>{status}</Sts>{booked}"
        + (f"<NtryDtls>{''.join(details)}</NtryDtls>" if details else "")
        + (f"<AddtlNtryInf>{remark}</AddtlNtryInf>" if remark else "")
        + "</Ntry>"
    )


def record(*parts: str, account: str = f"<Othr><Id>{ACCOUNT}</Id></Othr>") -> str:
    """An account with its balances and entries."""
    return f"<Id>1</Id><Acct><Id>{account}</Id><Ccy>IDR</Ccy></Acct>{''.join(parts)}"


def message(*records: str, kind: str = "053", version: str = "08") -> str:
    name, own = _MESSAGES[kind]
    inside = "\n".join(f"<{own}>\n{one}\n</{own}>" for one in records)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">\n'
        f"<{name}><GrpHdr><MsgId>M1</MsgId></GrpHdr>\n{inside}\n</{name}></Document>\n"
    )
