//! The arithmetic of the network, the same bit for bit on every processor.
//!
//! Each kernel is written once over [`Lanes`] and compiled for AVX-512, AVX2 with FMA, NEON and plain code;
//! the best set the processor has is chosen at run time. Bits agree because the order of every sum is fixed:
//! a dot product is one chain of fused multiply-adds over the inputs (lanes run over outputs), its bias comes
//! last, and means and variances are summed in 16 lanes which are then folded in halves. Convolutions save half
//! of their products by Winograd's minimal filtering, in one order of sums too: see [`Convolution`].
//!
//! This is the only module with `unsafe` code. The functions here check all sizes before a kernel runs.

#![allow(clippy::inline_always, reason = "a kernel has to be compiled for the instruction set of its caller")]
#![expect(unsafe_code, reason = "vector instructions and unchecked offsets; sizes are checked in this file")]

mod lanes;
mod tile;

use std::ops::Range;

use self::lanes::{Lanes, Plain};

/// Outputs in a panel of packed weights.
const PANEL: usize = 32;
/// Numbers in a token's vector at every layer.
pub(crate) const WIDTH: usize = 96;
/// Pieces of a maxout unit in the token-to-vector networks.
const PIECES: usize = 3;
/// Rows that a convolution computes together.
const TILE: usize = 4;
/// Points at which it multiplies for that.
const POINTS: usize = TILE + 2;
/// Units of a transition system's hidden layer; each has two pieces.
pub(crate) const HIDDEN: usize = 64;
/// Scores a move kernel computes: the moves, filled up with padding.
pub(crate) const SCORES: usize = 128;

/// A cache line of weights; loads of aligned panels do not straddle two.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([f32; 16]);

/// An instruction set that this processor has; all give the same results, bit for bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstructionSet(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "aarch64")]
    Neon,
    Plain,
}

impl InstructionSet {
    /// The sets this processor has, best first; plain code is always the last.
    pub fn available() -> Vec<Self> {
        let mut sets = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                sets.push(Self(Kind::Avx512));
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                sets.push(Self(Kind::Avx2));
            }
        }
        #[cfg(target_arch = "aarch64")]
        sets.push(Self(Kind::Neon));
        sets.push(Self(Kind::Plain));
        sets
    }

    /// The best set this processor has.
    pub fn best() -> Self {
        Self::available()[0]
    }

    /// Runs `kernel` compiled for this set.
    fn run<K: Kernel>(self, kernel: K) {
        match self.0 {
            // SAFETY: there is an `InstructionSet` only for what was detected, and whoever made the kernel
            // checked sizes.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx512 => unsafe { run_avx512(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Kind::Avx2 => unsafe { run_avx2(kernel) },
            // SAFETY: as above.
            #[cfg(target_arch = "aarch64")]
            Kind::Neon => unsafe { run_neon(kernel) },
            // SAFETY: as above.
            Kind::Plain => unsafe { kernel.run::<Plain>() },
        }
    }
}

/// A computation written over [`Lanes`]. `run` has to be inlined, to be compiled for the caller's instruction
/// set.
///
/// # Safety
/// `run` needs the instruction set of `L`, and whatever bounds the implementation names.
trait Kernel {
    unsafe fn run<L: Lanes>(self);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn run_avx512<K: Kernel>(kernel: K) {
    // SAFETY: passed on to the caller.
    unsafe { kernel.run::<lanes::Avx512>() }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn run_avx2<K: Kernel>(kernel: K) {
    // SAFETY: passed on to the caller.
    unsafe { kernel.run::<lanes::Avx2>() }
}

#[cfg(target_arch = "aarch64")]
#[target_feature(enable = "neon")]
unsafe fn run_neon<K: Kernel>(kernel: K) {
    // SAFETY: passed on to the caller.
    unsafe { kernel.run::<lanes::Neon>() }
}

/// A matrix packed for the kernels: panels of 32 outputs, each in two halves, within a half input by input.
///
/// A half's 16 outputs fill a cache line, so that a kernel of any width reads lines one after the other.
pub(crate) struct Packed {
    inputs: usize,
    /// Panels x 2 x inputs x 16; outputs beyond the last are zero.
    weights: Vec<Line>,
    /// One an output, filled up with zeros to whole panels.
    bias: Vec<f32>,
}

impl Packed {
    /// Packs the matrix whose weight from input `i` to output `o` is `weight(o, i)`.
    pub(crate) fn new(
        outputs: usize,
        inputs: usize,
        weight: impl Fn(usize, usize) -> f32,
        bias: impl Fn(usize) -> f32,
    ) -> Self {
        let panels = outputs.div_ceil(PANEL);
        let mut weights = vec![Line([0.0; 16]); panels * inputs * PANEL / 16];
        for output in 0..outputs {
            for input in 0..inputs {
                weights[output / 16 * inputs + input].0[output % 16] = weight(output, input);
            }
        }
        let bias = (0..panels * PANEL).map(|o| if o < outputs { bias(o) } else { 0.0 }).collect();
        Self { inputs, weights, bias }
    }

    /// Outputs filled up to whole panels: what [`linear`] writes a row.
    pub(crate) fn padded_outputs(&self) -> usize {
        self.bias.len()
    }

    /// The weight of the first input to `output`; those of further inputs follow 16 apart.
    fn column(&self, output: usize) -> *const f32 {
        self.weights[output / 16 * self.inputs].0[output % 16..].as_ptr()
    }
}

/// A maxout layer of 96 units with three pieces, packed unit block by unit block: for each 32 units, three
/// panels.
pub(crate) struct Maxout(Packed);

impl Maxout {
    /// Packs from the published layout: `weights[unit][piece][input]`, `bias[unit][piece]`.
    pub(crate) fn new(inputs: usize, weights: &[f32], bias: &[f32]) -> Self {
        assert_eq!(weights.len(), WIDTH * PIECES * inputs, "weights of a maxout layer");
        assert_eq!(bias.len(), WIDTH * PIECES, "biases of a maxout layer");
        let source = |output: usize| {
            let (panel, lane) = (output / PANEL, output % PANEL);
            (panel / PIECES * PANEL + lane) * PIECES + panel % PIECES
        };
        let weight = |output, input| weights[source(output) * inputs + input];
        Self(Packed::new(WIDTH * PIECES, inputs, weight, |output| bias[source(output)]))
    }
}

/// For each of the first `rows` rows: `to[row] = max over pieces of (W x + b)`, from `INPUTS` numbers a row to
/// 96.
///
/// Panics if a row leads outside of `from` or `to`.
pub(crate) fn maxout<const INPUTS: usize>(
    set: InstructionSet,
    layer: &Maxout,
    from: &[f32],
    rows: usize,
    to: &mut [f32],
) {
    assert!(layer.0.inputs == INPUTS && rows * INPUTS <= from.len() && rows * WIDTH <= to.len());
    set.run(tile::MaxoutKernel::<INPUTS> { layer: &layer.0, from: from.as_ptr(), rows, to: to.as_mut_ptr() });
}

/// A maxout layer of 96 units with three pieces that sees a row and its two neighbours, 96 numbers each.
///
/// Computed by Winograd's minimal filtering F(4, 3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural
/// Networks", 2016): the six rows that four rows of outputs see are transformed to six points, each is multiplied
/// with the filters' transform at that point, and the six products are transformed to the four rows. That takes
/// six products with 96 x 288 weights instead of twelve, and rounding errors double.
pub(crate) struct Convolution(Maxout);

impl Convolution {
    /// From the published layout: `weights[unit][piece][neighbour][input]`, `bias[unit][piece]`.
    pub(crate) fn new(weights: &[f32], bias: &[f32]) -> Self {
        let (filters, _) = weights.as_chunks::<{ 3 * WIDTH }>();
        let transformed = filters.iter().flat_map(|filter| {
            (0..POINTS * WIDTH).map(|place| {
                let [left, middle, right] =
                    std::array::from_fn(|neighbour| f64::from(filter[neighbour * WIDTH + place % WIDTH]));
                let value = match place / WIDTH {
                    0 => left / 4.0,
                    1 => -(left + middle + right) / 6.0,
                    2 => -(left - middle + right) / 6.0,
                    3 => (left + 2.0 * middle + 4.0 * right) / 24.0,
                    4 => (left - 2.0 * middle + 4.0 * right) / 24.0,
                    _ => right,
                };
                value as f32
            })
        });
        Self(Maxout::new(POINTS * WIDTH, &transformed.collect::<Vec<_>>(), bias))
    }
}

/// Memory that [`convolve`] reuses.
#[derive(Default)]
pub(crate) struct Tiles {
    tiles: Vec<tile::Tile>,
    /// Tiles x 6 x 96.
    points: Vec<f32>,
}

/// For each row in `rows`: `to[row] = max over pieces of (W x + b)`, where `x` are the 288 numbers of `from` from
/// the row before to the row after it.
///
/// A range's outputs depend on what its rows see, and on its length, alone. Panics if a row leads outside of
/// `from` or `to`.
pub(crate) fn convolve(
    set: InstructionSet,
    layer: &Convolution,
    from: &[f32],
    rows: &[Range<usize>],
    Tiles { tiles, points }: &mut Tiles,
    to: &mut [f32],
) {
    tiles.clear();
    for range in rows.iter().filter(|range| !range.is_empty()) {
        assert!(range.start > 0 && (range.end + 1) * WIDTH <= from.len() && range.end * WIDTH <= to.len());
        let firsts = range.clone().step_by(TILE);
        tiles.extend(firsts.map(|row| tile::Tile { row, rows: TILE.min(range.end - row) }));
    }
    points.resize(tiles.len() * POINTS * WIDTH, 0.0);
    set.run(tile::PointsKernel { tiles, from: from.as_ptr(), to: points.as_mut_ptr() });
    let layer = &layer.0.0;
    set.run(tile::ConvolutionKernel { layer, tiles, from: points.as_ptr(), to: to.as_mut_ptr() });
}

/// For each row `r` in `rows`: `to[r - rows.start] = W x + b`, [`Packed::padded_outputs`] numbers a row.
///
/// Panics if a row leads outside of `from` or `to`.
pub(crate) fn linear<const STRIDE: usize>(
    set: InstructionSet,
    layer: &Packed,
    from: &[f32],
    rows: Range<usize>,
    to: &mut [f32],
) {
    if rows.is_empty() {
        return;
    }
    assert!((rows.end - 1) * STRIDE + layer.inputs <= from.len());
    assert!(rows.len() * layer.padded_outputs() <= to.len());
    set.run(tile::LinearKernel::<STRIDE> { layer, from: from.as_ptr(), rows, to: to.as_mut_ptr() });
}

/// A layer normalization's learned scale and shift.
pub(crate) struct Norm {
    gain: [f32; WIDTH],
    shift: [f32; WIDTH],
}

impl Norm {
    /// Panics unless both have 96 numbers.
    pub(crate) fn new(gain: &[f32], shift: &[f32]) -> Self {
        let array = |values: &[f32]| values.try_into().expect("96 numbers");
        Self { gain: array(gain), shift: array(shift) }
    }
}

/// For each row in `rows`: `to[row] += norm(from[row])`, with mean and variance over the row's 96 numbers.
///
/// Panics if a row lies outside of `from` or `to`.
pub(crate) fn add_norm(
    set: InstructionSet,
    norm: &Norm,
    from: &[f32],
    rows: &[Range<usize>],
    to: &mut [f32],
) {
    assert!(rows.iter().all(|range| range.end * WIDTH <= from.len().min(to.len())));
    set.run(tile::NormKernel { norm, from: from.as_ptr(), rows, to: to.as_mut_ptr() });
}

/// The last two layers of a transition system.
pub(crate) struct Scorer {
    /// Biases of the hidden layer: first pieces, then second pieces.
    hidden_bias: [f32; 2 * HIDDEN],
    /// Hidden units x 128 scores; scores beyond the last move are zero.
    weights: Vec<Line>,
    bias: [f32; SCORES],
}

impl Scorer {
    /// From `weights[move][unit]`. Panics on wrong sizes.
    pub(crate) fn new(hidden_bias: &[f32; 2 * HIDDEN], weights: &[f32], bias: &[f32]) -> Self {
        let moves = bias.len();
        assert!(moves <= SCORES && weights.len() == moves * HIDDEN, "weights of the moves");
        let mut packed = vec![Line([0.0; 16]); HIDDEN * SCORES / 16];
        for (place, &weight) in weights.iter().enumerate() {
            let place = place % HIDDEN * SCORES + place / HIDDEN;
            packed[place / 16].0[place % 16] = weight;
        }
        let mut padded = [0.0; SCORES];
        padded[..moves].copy_from_slice(bias);
        Self { hidden_bias: *hidden_bias, weights: packed, bias: padded }
    }
}

/// The scores of all moves in a state whose `features` have the given contributions to the hidden layer.
pub(crate) fn score<const FEATURES: usize>(
    set: InstructionSet,
    scorer: &Scorer,
    features: [&[f32; 2 * HIDDEN]; FEATURES],
    to: &mut [f32; SCORES],
) {
    set.run(tile::ScoreKernel { scorer, features, to });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between -1 and 1, without a pattern.
    fn numbers(seed: u32, count: usize) -> Vec<f32> {
        let states = std::iter::successors(Some(seed), |state| {
            Some(state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223))
        });
        states.skip(1).take(count).map(|state| (state >> 8) as f32 / 8_388_608.0 - 1.0).collect()
    }

    /// Ranges of any length: the outputs are those of the definition, whatever stands in rows that are not seen.
    #[test]
    fn convolutions_are_sums_over_three_rows() {
        const ROWS: usize = 24;
        let weights = numbers(1, WIDTH * PIECES * 3 * WIDTH);
        let bias = numbers(2, WIDTH * PIECES);
        let layer = Convolution::new(&weights, &bias);
        for rows in (1..10).map(|length| 5..5 + length) {
            let mut from = vec![f32::NAN; ROWS * WIDTH];
            let seen = (rows.start - 1) * WIDTH..(rows.end + 1) * WIDTH;
            from[seen.clone()].copy_from_slice(&numbers(3, seen.len()));
            for set in InstructionSet::available() {
                let mut to = vec![0.0; ROWS * WIDTH];
                convolve(set, &layer, &from, std::slice::from_ref(&rows), &mut Tiles::default(), &mut to);
                for (place, &found) in to.iter().enumerate() {
                    let (row, unit) = (place / WIDTH, place % WIDTH);
                    if !rows.contains(&row) {
                        assert!(found.abs() < f32::EPSILON, "row {row} is left alone");
                        continue;
                    }
                    let inputs = &from[(row - 1) * WIDTH..(row + 2) * WIDTH];
                    let piece = |output: usize| {
                        let weights = &weights[output * 3 * WIDTH..][..3 * WIDTH];
                        let sum: f64 =
                            inputs.iter().zip(weights).map(|(&x, &w)| f64::from(x) * f64::from(w)).sum();
                        sum + f64::from(bias[output])
                    };
                    let expected = (0..PIECES).map(|p| piece(unit * PIECES + p)).fold(f64::MIN, f64::max);
                    assert!((f64::from(found) - expected).abs() < 1e-4, "{found} is not {expected}");
                }
            }
        }
    }
}
