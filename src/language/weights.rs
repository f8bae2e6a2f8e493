//! Reads tensors from a safetensors file, half or single precision.

use half::slice::HalfFloatSliceExt;
use safetensors::{Dtype, SafeTensors};

/// What is wrong with a model file. The embedded one has been tested and raises none of these.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The weights are no safetensors file.
    #[error("weights: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// A tensor is of another shape or type than this engine computes with.
    #[error("tensor `{name}`: found {found}, expected f16 or f32 of shape {expected:?}")]
    Tensor {
        /// Its name.
        name: String,
        /// Its type and shape in the file.
        found: String,
        /// The shape the engine needs.
        expected: Vec<usize>,
    },
    /// The tables do not parse.
    #[error("tables: {0}")]
    Tables(#[from] serde_json::Error),
    /// The tables name something that this engine does not know.
    #[error("tables: unknown {kind} `{name}`")]
    Unknown {
        /// What it should be: a tag, a label, ...
        kind: &'static str,
        /// The name found.
        name: String,
    },
}

/// The tensors of a file, by name.
pub(crate) struct Weights<'a>(SafeTensors<'a>);

impl<'a> Weights<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, ModelError> {
        Ok(Self(SafeTensors::deserialize(bytes)?))
    }

    /// The tensor called `name` in single precision, row-major.
    pub(crate) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let view = self.0.tensor(name)?;
        let bytes = view.data();
        let read = match view.dtype() {
            Dtype::F32 => bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect(),
            Dtype::F16 => {
                let halves: Vec<_> =
                    bytes.as_chunks().0.iter().map(|&bytes| half::f16::from_le_bytes(bytes)).collect();
                halves.to_f32_vec()
            }
            _ => Vec::new(),
        };
        if view.shape() != shape || read.len() != shape.iter().product::<usize>() {
            let found = format!("{:?} of shape {:?}", view.dtype(), view.shape());
            return Err(ModelError::Tensor { name: name.to_owned(), found, expected: shape.to_vec() });
        }
        Ok(read)
    }
}
