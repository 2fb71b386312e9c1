"""An account served over HTTP with the files that describe it."""

import yaml

from scripts.permissions.account.recording import read_recording, state_of
from scripts.snowflake.offline import OfflineAccount
from tests.permissions.people_world import LIST, ROLES
from tests.support.cli import edp

BOT_ROLE = "  - permifrost_bot_user:\n      meta: {kind: service}\n\n  # people\n  - bob:\n"
BOT = """\
  - permifrost_bot_user:
      can_login: yes
      member_of: [permifrost_bot_user, securityadmin, sysadmin]
      type: service
"""


class Served:
    """An account over HTTP with the files that describe it."""

    def __init__(self, folder):
        self.folder = folder
        self.roles, self.list = folder / "roles.yml", folder / "snowflake_users.yml"
        self.roles.write_text(ROLES.replace("\n  # people\n  - bob:\n", BOT_ROLE, 1) + BOT)
        self.list.write_text(LIST)
        self.manifest = folder / "manifest.json"
        self.manifest.write_text('{"nodes": {}}')
        self.offline = OfflineAccount()
        self.offline.configure(self.roles)
        self.port = 0

    def permissions(self, command, *arguments):
        """Run `edp permissions ...` with the files of this world."""
        options = {
            "record": (),
            "plan": ("--roles", str(self.roles), "--manifest", str(self.manifest)),
            "apply": ("--roles", str(self.roles)),
            "check": ("--roles", str(self.roles)),
            "users": ("--roles", str(self.roles), "--list", str(self.list), "--today", "2024-12-31"),
            "provision": ("--roles", str(self.roles), "--list", str(self.list)),
            "deprovision": ("--roles", str(self.roles), "--list", str(self.list)),
            "cleanup": ("--roles", str(self.roles)),
        }[command]
        port = {"EDP_SNOWFLAKE_PORT": str(self.port)}
        return edp(self.folder, "permissions", command, *map(str, arguments), *options, **port)

    def edit(self, old, new):
        text = self.roles.read_text()
        assert old in text
        self.roles.write_text(text.replace(old, new))

    def disabled(self, user):
        return self.offline.account.users[user.upper()].get("DISABLED", "FALSE") == "TRUE"

    def state(self):
        file = self.folder / "state.json"
        assert self.permissions("record", file).code == 0
        return state_of(read_recording(file))

    def leave(self, *names):
        """Take people out of both files."""
        for name in names:
            self.list.write_text(self.list.read_text().replace(f"  - {name}\n", ""))
        content = yaml.safe_load(self.roles.read_text())
        gone = {*names, *(f"{name}_{end}" for name in names for end in ("prep", "prod"))}
        for section in ("databases", "roles", "users"):
            content[section] = [entry for entry in content[section] if not gone.intersection(entry)]
        self.roles.write_text(yaml.safe_dump(content))
