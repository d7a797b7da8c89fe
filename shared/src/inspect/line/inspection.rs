//! An inspection and its parts, word by word.

use super::codec::{OnLine, SEPARATOR, Words};
use crate::inspect::finding::{Finding, FindingCode};
use crate::inspect::reference::Reference;
use crate::inspect::verdict::Inspection;

impl OnLine for Finding {
    fn write(&self, line: &mut String) {
        self.code.write(line);
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        FindingCode::read(words).map(Self::from)
    }
}

impl OnLine for Reference {
    fn write(&self, line: &mut String) {
        self.role.write(line);
        self.name.write(line);
    }

    fn read(words: &mut Words<'_>) -> Option<Self> {
        let role = OnLine::read(words)?;
        Some(Self::new(role, Box::read(words)?))
    }
}

impl Inspection {
    /// All of it as one line of text.
    #[must_use]
    pub fn to_line(&self) -> String {
        let Self {
            file_size,
            detected,
            formats,
            virtual_size,
            findings,
            references,
            glance,
        } = self;
        let mut line = String::new();
        file_size.write(&mut line);
        detected.write(&mut line);
        formats.write(&mut line);
        virtual_size.write(&mut line);
        findings.write(&mut line);
        references.write(&mut line);
        glance.write(&mut line);
        line
    }

    /// Reads what [`Inspection::to_line`] wrote; `None` for any other text.
    #[must_use]
    pub fn from_line(line: &str) -> Option<Self> {
        let mut words = Words(line.split(SEPARATOR));
        let inspection = Self {
            file_size: OnLine::read(&mut words)?,
            detected: OnLine::read(&mut words)?,
            formats: OnLine::read(&mut words)?,
            virtual_size: OnLine::read(&mut words)?,
            findings: OnLine::read(&mut words)?,
            references: OnLine::read(&mut words)?,
            glance: OnLine::read(&mut words)?,
        };
        words.0.next().is_none().then_some(inspection)
    }
}
