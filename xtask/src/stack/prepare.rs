//! What has to be done before the services can run: configuration, keys, databases, and the users,
//! catalog and limits in Keystone.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::server::python_program;
use super::{REGION, Secret, StackSettings, template};
use crate::context::Context;
use crate::hash::{ContentHash, Hasher};
use crate::process::ProcessStep;
use crate::tools::Venv;

const KEYSTONE_CONF: &str = include_str!("../../stack/keystone.conf");
const GLANCE_CONF: &str = include_str!("../../stack/glance-api.conf");
const PROVISION: &str = include_str!("../../stack/provision.py");

/// Public on purpose: it is the password of the demo.
const ADMIN_PASSWORD: &str = "admin";

pub(super) struct Preparation<'a> {
    venv: &'a Venv,
    settings: &'a StackSettings,
    glance_password: String,
    /// Of everything that the databases are made from.
    inputs: ContentHash,
}

/// What `provision.py` found or made.
#[derive(Deserialize)]
struct Provisioned {
    glance_endpoint_id: String,
}

/// Kept in the data folder: the work that need not be done again.
#[derive(Deserialize, Serialize)]
struct Done {
    inputs: String,
    glance_endpoint_id: String,
}

impl<'a> Preparation<'a> {
    /// Writes the configuration of Keystone, and the keys, which are there once and for all.
    pub(super) fn new(venv: &'a Venv, settings: &'a StackSettings) -> Result<Self> {
        let data = &settings.data;
        for dir in [
            "config",
            "logs",
            "keystone",
            "glance/stores/fast",
            "glance/stores/archive",
        ] {
            data.folder(dir)?;
        }
        for dir in ["glance/staging", "glance/tasks", "glance/locks"] {
            data.folder(dir)?;
        }
        data.fernet_keys("keystone/fernet-keys")?;
        data.fernet_keys("keystone/credential-keys")?;
        let preparation = Self {
            venv,
            settings,
            glance_password: data.secret(Secret::GlancePassword)?,
            inputs: inputs_hash(venv, settings),
        };
        preparation.write_keystone_config()?;
        Ok(preparation)
    }

    /// The endpoint of Glance in Keystone's catalog, when an earlier start has done all this.
    pub(super) fn glance_endpoint(&self) -> Option<String> {
        let done = fs::read_to_string(self.done_path()).ok()?;
        let done: Done = serde_json::from_str(&done).ok()?;
        (done.inputs == self.inputs.as_str()).then_some(done.glance_endpoint_id)
    }

    pub(super) fn make_keystone_database(&self, context: &Context) -> Result<()> {
        let url = self.settings.keystone_url();
        let mut sync = self.manage("keystone-manage", "keystone.conf");
        sync.arg("db_sync");
        let mut bootstrap = self.manage("keystone-manage", "keystone.conf");
        bootstrap.args(["bootstrap", "--bootstrap-password", ADMIN_PASSWORD]);
        bootstrap.args(["--bootstrap-region-id", REGION]);
        for interface in ["public", "internal", "admin"] {
            bootstrap
                .arg(format!("--bootstrap-{interface}-url"))
                .arg(&url);
        }
        let step = self.step(context, "Making Keystone's database", "keystone-database")?;
        step.run_all([&mut sync, &mut bootstrap])
    }

    pub(super) fn make_glance_database(&self, context: &Context) -> Result<()> {
        // The endpoint is not known yet, and means nothing to the database.
        self.write_glance_config("unknown")?;
        let mut sync = self.manage("glance-manage", "glance-api.conf");
        sync.arg("db_sync");
        let mut metadefs = self.manage("glance-manage", "glance-api.conf");
        metadefs
            .arg("db_load_metadefs")
            .arg(self.venv.dir().join("etc/glance/metadefs"));
        let step = self.step(context, "Making Glance's database", "glance-database")?;
        step.run_all([&mut sync, &mut metadefs])
    }

    /// Makes users, catalog and limits in the running Keystone. Returns Glance's endpoint.
    pub(super) fn fill_keystone(&self, context: &Context) -> Result<String> {
        let script = self.settings.data.join("config/provision.py");
        self.settings.data.write(&script, PROVISION)?;
        let output = self.settings.data.join("keystone/provisioned.json");
        let mut command = python_program(&self.venv.program("python"));
        command.arg(script).arg("--output").arg(&output);
        command.args([
            "--glance-url",
            &self.settings.glance_url(),
            "--region",
            REGION,
        ]);
        command.env("GAZE_SERVICE_PASSWORD", &self.glance_password);
        for (name, value) in admin_credentials(&self.settings.keystone_url()) {
            command.env(name, value);
        }
        let title = "Making users, catalog and limits in Keystone";
        self.step(context, title, "provision")?.run(&mut command)?;
        let provisioned = fs::read_to_string(&output)
            .with_context(|| format!("Cannot read {}", output.display()))?;
        let Provisioned { glance_endpoint_id } = serde_json::from_str(&provisioned)
            .with_context(|| format!("{} is not what was expected", output.display()))?;
        let done = Done {
            inputs: self.inputs.as_str().to_owned(),
            glance_endpoint_id,
        };
        self.settings
            .data
            .write(&self.done_path(), &serde_json::to_string(&done)?)?;
        Ok(done.glance_endpoint_id)
    }

    pub(super) fn write_glance_config(&self, endpoint: &str) -> Result<()> {
        let data = &self.settings.data;
        let text = template::fill(
            GLANCE_CONF,
            &[
                ("glance_url", &self.settings.glance_url()),
                ("keystone_url", &self.settings.keystone_url()),
                ("glance_dir", &data.join("glance").to_string_lossy()),
                ("service_password", &self.glance_password),
                ("glance_endpoint_id", endpoint),
                ("venv", &self.venv.dir().to_string_lossy()),
            ],
        )?;
        data.write(&data.join("config/glance-api.conf"), &text)
    }

    fn write_keystone_config(&self) -> Result<()> {
        let data = &self.settings.data;
        let url = self.settings.keystone_url();
        let text = template::fill(
            KEYSTONE_CONF,
            &[
                // Keystone appends the version itself.
                ("keystone_url", url.trim_end_matches("/v3")),
                ("keystone_dir", &data.join("keystone").to_string_lossy()),
                ("token_seconds", &self.settings.token_seconds.to_string()),
            ],
        )?;
        data.write(&data.join("config/keystone.conf"), &text)
    }

    fn manage(&self, program: &str, config: &str) -> Command {
        let mut command = python_program(&self.venv.program(program));
        command
            .arg("--config-file")
            .arg(self.settings.data.join("config").join(config));
        command
    }

    fn step<'c>(&self, context: &'c Context, title: &str, log: &str) -> Result<ProcessStep<'c>> {
        ProcessStep::new(&context.console, title, self.settings.data.log(log))
    }

    fn done_path(&self) -> PathBuf {
        self.settings.data.join("prepared.json")
    }
}

/// What the OpenStack client and SDK read from the environment.
pub(crate) fn admin_credentials(keystone_url: &str) -> [(&'static str, &str); 7] {
    [
        ("OS_AUTH_URL", keystone_url),
        ("OS_USERNAME", "admin"),
        ("OS_PASSWORD", ADMIN_PASSWORD),
        ("OS_PROJECT_NAME", "admin"),
        ("OS_USER_DOMAIN_NAME", "Default"),
        ("OS_PROJECT_DOMAIN_NAME", "Default"),
        ("OS_IDENTITY_API_VERSION", "3"),
    ]
}

fn inputs_hash(venv: &Venv, settings: &StackSettings) -> ContentHash {
    let mut hasher = Hasher::default();
    hasher.part(PROVISION.as_bytes());
    hasher.part(venv.dir().as_os_str().as_encoded_bytes());
    hasher.part(settings.keystone_url().as_bytes());
    hasher.part(settings.glance_url().as_bytes());
    hasher.finish()
}
