"""`savings-app`: what the pages do, for operators and for checks.

A command is one row of `COMMANDS`: what is typed (`"benefit"`, or `"regulation suggest"` for one
in a group) and where it stands (`"module:attribute"`). Its module is imported only when it is
called, so a command without data starts without Flask and without a database. To add a command,
write it with `savings_app.cli.output.command`, add its row here and, for a new group, a line in
`GROUPS`.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper

import click

COMMANDS: dict[str, str] = {
    "api-client add": "savings_app.cli.api_client:add",
    "audit verify": "savings_app.cli.operate:verify_audit",
    "bank-file check": "savings_app.cli.bank_file:check",
    "bank-file import": "savings_app.cli.bank_file:import_",
    "bank-file profile load": "savings_app.cli.bank_file_profile:load",
    "benefit": "savings_app.cli.benefit:benefit",
    "contribution": "savings_app.cli.contribution:contribution",
    "demo-data": "savings_app.cli.demo.command:demo_data",
    "doctor": "savings_app.cli.doctor:doctor",
    "document render": "savings_app.cli.document:render",
    "document verify": "savings_app.cli.document:verify",
    "interest deposit": "savings_app.cli.interest:deposit",
    "interest savings": "savings_app.cli.interest:savings",
    "migrate": "savings_app.cli.operate:migrate",
    "nik check": "savings_app.cli.nik:check",
    "participants import": "savings_app.cli.participants:import_",
    "payouts import": "savings_app.cli.payouts:import_",
    "plan how-long": "savings_app.cli.plan:how_long",
    "plan how-much": "savings_app.cli.plan:how_much",
    "plan lasts": "savings_app.cli.plan:lasts",
    "regulation load": "savings_app.cli.regulation_load:load",
    "regulation suggest": "savings_app.cli.regulation:suggest",
    "retention run": "savings_app.cli.retention:run",
    "signing-key add": "savings_app.cli.signing_key:add",
    "signing-key list": "savings_app.cli.signing_key:list_",
    "signing-key revoke": "savings_app.cli.signing_key:revoke",
    "signing-key show": "savings_app.cli.signing_key:show",
    "snap check": "savings_app.cli.snap:check",
    "snap pull": "savings_app.cli.snap:pull",
    "user add": "savings_app.cli.operate:add_user",
}
GROUPS: dict[str, str] = {
    "api-client": "Sistem bank yang memanggil antarmuka.",
    "audit": "Jejak audit.",
    "bank-file": "Berkas dari bank: MT940, MT942, camt, XLSX, atau CSV.",
    "bank-file profile": "Bentuk tabel bank yang diajarkan.",
    "document": "Dokumen: surat akses, rencana, laporan simpanan.",
    "interest": "Bunga tabungan dan deposito, dengan pajaknya.",
    "nik": "Nomor Induk Kependudukan.",
    "participants": "Peserta: daftar yang diterima dari berkas.",
    "payouts": "Pencairan BPJS Ketenagakerjaan.",
    "plan": "Hitungan rencana: berapa lama, berapa sebulan, cukup sampai kapan.",
    "regulation": "Peraturan tentang pemanfaatan santunan.",
    "retention": "Masa simpan baris bank.",
    "signing-key": "Kunci yang menandatangani dokumen, dan sertifikatnya.",
    "snap": "Mutasi rekening lewat SNAP, langsung dari bank.",
    "user": "Pengguna: petugas, pemeriksa, dan petugas bank.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called. `prefix` is what led here."""

    def __init__(self, *, prefix: str = "", help: str | None = None) -> None:
        super().__init__(name=prefix or "savings-app", help=help)
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The next words that lead to a command, in alphabetical order."""
        del ctx
        depth = len(self.prefix.split())
        return sorted({words[depth] for words in map(str.split, COMMANDS) if self._leads(words)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command or group of that name, imported now; None where there is none."""
        name = f"{self.prefix} {cmd_name}".strip()
        if name in COMMANDS:
            module, _colon, attribute = COMMANDS[name].partition(":")
            command = getattr(import_module(module), attribute)
            assert isinstance(command, click.Command)  # noqa: S101  # a slip in COMMANDS
            return command
        if cmd_name in self.list_commands(ctx):
            return LazyGroup(prefix=name, help=GROUPS.get(name))
        return None

    def _leads(self, words: list[str]) -> bool:
        prefix = self.prefix.split()
        return words[: len(prefix)] == prefix


cli = LazyGroup(help="Layanan tabungan santunan kematian.")


def main() -> None:
    """The console script. It never shows a traceback, also when a command cannot be imported."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal without UTF-8 must not turn an answer into an error.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        cli(prog_name="savings-app")
    except Exception as error:  # the last place that can still say it plainly
        from savings_app.cli.output import tell_unexpected  # noqa: PLC0415

        try:
            tell_unexpected(error, as_json="--json" in sys.argv)
        except OSError:
            # The disk behind stdout is full: what is left to say goes where errors go.
            with suppress(OSError):
                tell_unexpected(error, as_json=False)
        sys.exit(1)
