"""
JupyterHub for a class on one machine: `tools/classroom/hub/README.md` says how it is begun, `settings.py` what a learner
gets.

Where systemd runs, each learner's server is a unit of its own, whose limits the system enforces, with a home of its own.
Elsewhere servers are plain processes of one user: enough to try it, for limits hold for each process alone there, and
learners could read each other's files.
"""

import os
import secrets
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here))

import settings  # noqa: E402

course = here.parents[2]
programs = Path(sys.prefix, "bin")
state = Path(os.environ.get("CLASS_FOLDER", "/srv/class"))
state.mkdir(parents=True, exist_ok=True)

c = get_config()  # noqa: F821

# -- the hub ------------------------------------------------------------------------------------------------------------
c.JupyterHub.bind_url = os.environ.get("CLASS_ADDRESS", "http://:8000")
c.JupyterHub.hub_port = int(os.environ.get("CLASS_HUB_PORT", "8081"))
c.JupyterHub.db_url = f"sqlite:///{state}/hub.sqlite"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")
c.ConfigurableHTTPProxy.command = [str(Path(sys.prefix, "proxy", "node_modules", ".bin", "configurable-http-proxy"))]
c.ConfigurableHTTPProxy.api_url = os.environ.get("CLASS_PROXY_API", "http://127.0.0.1:8001")
c.JupyterHub.concurrent_spawn_limit = 10
c.JupyterHub.cleanup_servers = True  # servers, and kernels with them, end with the hub

# -- who may come in ------------------------------------------------------------------------------------------------------
# One password for the class, another one for its teachers, each behind a name of one's own. For single accounts, put the
# authenticator of your school in its place: https://jupyterhub.readthedocs.io
password = os.environ.get("CLASS_PASSWORD")
if not password:
    password = secrets.token_urlsafe(9)
    print(f"The password of the class is {password} (CLASS_PASSWORD sets it).", flush=True)
admins = os.environ.get("CLASS_ADMINS", "").split()
admin_password = os.environ.get("CLASS_ADMIN_PASSWORD", "")
for name, text, wanted in (("CLASS_PASSWORD", password, 8), ("CLASS_ADMIN_PASSWORD", admin_password, 32 if admins else 0)):
    if len(text) < wanted:
        raise SystemExit(f"Cannot start the hub: {name} has {len(text)} letters, and at least {wanted} are wanted")
if password == admin_password:
    raise SystemExit("Cannot start the hub: learners and teachers have one password, and two are wanted")
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = password
c.SharedPasswordAuthenticator.admin_password = admin_password
c.Authenticator.allow_all = True
c.Authenticator.admin_users = set(admins)
c.Authenticator.username_pattern = settings.usernames

# -- what each learner gets -----------------------------------------------------------------------------------------------
c.Spawner.cmd = [str(here / "start")]
c.Spawner.args = ["--LabApp.custom_css=True"]
c.Spawner.default_url = settings.first_page
c.Spawner.start_timeout = settings.start_seconds
c.Spawner.http_timeout = settings.start_seconds
c.Spawner.mem_limit = settings.memory_mb * settings.MEGABYTE
c.Spawner.cpu_limit = settings.cores
c.Spawner.environment = {
    **settings.environment(),
    "COURSE": str(course),
    "PATH": f"{programs}:{os.environ['PATH']}",
    "GIT_CONFIG_GLOBAL": str(here / "gitconfig"),
}
if Path("/run/systemd/system").is_dir() and os.geteuid() == 0:
    c.JupyterHub.spawner_class = "systemd"
    c.SystemdSpawner.dynamic_users = True  # a user of the system for each learner, made by systemd
    c.SystemdSpawner.isolate_tmp = True
    c.SystemdSpawner.isolate_devices = True
    c.SystemdSpawner.disable_user_sudo = True
    c.SystemdSpawner.readonly_paths = [str(course)]
else:
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = f"{state}/homes/{{username}}"
    c.Spawner.environment["COURSE_LIMIT_BYTES"] = str(c.Spawner.mem_limit)
    if os.geteuid() == 0:
        c.Spawner.args.append("--allow-root")

# -- servers that nobody looks at -----------------------------------------------------------------------------------------
c.JupyterHub.services = [{
    "name": "idle",
    "command": [
        sys.executable, "-m", "jupyterhub_idle_culler",
        f"--timeout={settings.idle_minutes * 60}",
        f"--cull-every={max(5, settings.idle_minutes * 12)}",
    ],
}]
c.JupyterHub.load_roles = [{
    "name": "idle",
    "services": ["idle"],
    "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
}]
