//! The kernels themselves, over any [`Lanes`].

use std::ops::Range;

use super::lanes::Lanes;
use super::{HIDDEN, Kernel, Norm, PANEL, PIECES, Packed, SCORES, Scorer, WIDTH};

/// Dot products of `R` rows, `STRIDE` apart, with two vectors of outputs of `layer` from `output` on.
///
/// The sums stay in registers; each is one chain over the inputs.
///
/// # Safety
/// The instruction set of `L`; `from` valid for the layer's inputs in each row; two vectors from `output` on in a panel.
#[inline(always)]
unsafe fn tile<L: Lanes, const R: usize, const STRIDE: usize>(
    from: *const f32,
    layer: &Packed,
    output: usize,
) -> [[L; 2]; R] {
    let (left, right) = (layer.column(output), layer.column(output + L::N));
    // SAFETY: all offsets lie within what the caller vouches for.
    unsafe {
        let mut sums = [[L::splat(0.0); 2]; R];
        for input in 0..layer.inputs {
            let left = L::load(left.add(input * 16));
            let right = L::load(right.add(input * 16));
            for (row, sum) in sums.iter_mut().enumerate() {
                let value = L::splat(*from.add(row * STRIDE + input));
                *sum = [value.mul_add(left, sum[0]), value.mul_add(right, sum[1])];
            }
        }
        sums
    }
}

/// Calls `$body` with the constant `$R` set to the number of rows in `$rows`, 1 to 12.
macro_rules! with_rows {
    ($rows:expr, $R:ident => $body:expr) => {
        with_rows!(@ $rows, $R => $body; 1 2 3 4 5 6 7 8 9 10 11 12)
    };
    (@ $rows:expr, $R:ident => $body:expr; $($n:literal)+) => {
        match $rows { $($n => { const $R: usize = $n; $body })+ _ => unreachable!("a block has 1 to 12 rows") }
    };
}

/// Divides `rows` into blocks of at most `L::ROWS`, as equal as can be: a block of one row would take as long
/// as of four.
#[inline(always)]
fn blocks<L: Lanes>(rows: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let (start, length, count) = (rows.start, rows.len(), rows.len().div_ceil(L::ROWS));
    (0..count).map(move |block| start + length * block / count..start + length * (block + 1) / count)
}

/// See [`super::maxout`], which checks that the rows lie within `from` and `to`.
pub(super) struct MaxoutKernel<'a, const STRIDE: usize> {
    pub layer: &'a Packed,
    pub from: *const f32,
    pub lead: usize,
    pub rows: &'a [Range<usize>],
    pub to: *mut f32,
}

impl<const STRIDE: usize> Kernel for MaxoutKernel<'_, STRIDE> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        // A panel is used for all rows before the next one: it stays in the first-level cache.
        for panel in 0..WIDTH / PANEL * PIECES {
            for column in (0..PANEL).step_by(2 * L::N) {
                for block in self.rows.iter().cloned().flat_map(blocks::<L>) {
                    with_rows!(block.len(), R => {
                        // SAFETY: the rows were checked, and `panel` and `column` lie within them.
                        unsafe { self.block::<L, R>(block.start, panel, column) }
                    });
                }
            }
        }
    }
}

impl<const STRIDE: usize> MaxoutKernel<'_, STRIDE> {
    /// `R` rows from `row` on, two vectors of a panel's units from `column` on.
    #[inline(always)]
    unsafe fn block<L: Lanes, const R: usize>(&self, row: usize, panel: usize, column: usize) {
        let (unit, piece) = (panel / PIECES * PANEL + column, panel % PIECES);
        let output = panel * PANEL + column;
        // SAFETY: the caller vouches for rows and columns.
        unsafe {
            let sums = tile::<L, R, STRIDE>(self.from.add(row * STRIDE - self.lead), self.layer, output);
            let bias = self.layer.bias.as_ptr().add(output);
            for (row, sums) in (row..).zip(sums) {
                for (vector, sum) in sums.into_iter().enumerate() {
                    let to = self.to.add(row * WIDTH + unit + vector * L::N);
                    let value = sum.add(L::load(bias.add(vector * L::N)));
                    if piece == 0 { value.store(to) } else { value.max(L::load(to)).store(to) }
                }
            }
        }
    }
}

/// See [`super::linear`], which checks that the rows lie within `from` and `to`.
pub(super) struct LinearKernel<'a, const STRIDE: usize> {
    pub layer: &'a Packed,
    pub from: *const f32,
    pub rows: Range<usize>,
    pub to: *mut f32,
}

impl<const STRIDE: usize> Kernel for LinearKernel<'_, STRIDE> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        for panel in 0..self.layer.padded_outputs() / PANEL {
            for column in (0..PANEL).step_by(2 * L::N) {
                for block in blocks::<L>(self.rows.clone()) {
                    with_rows!(block.len(), R => {
                        // SAFETY: the rows were checked, and `panel` and `column` lie within them.
                        unsafe { self.block::<L, R>(block.start, panel, column) }
                    });
                }
            }
        }
    }
}

impl<const STRIDE: usize> LinearKernel<'_, STRIDE> {
    /// `R` rows from `row` on, two vectors of outputs of a panel from `column` on.
    #[inline(always)]
    unsafe fn block<L: Lanes, const R: usize>(&self, row: usize, panel: usize, column: usize) {
        let (outputs, output) = (self.layer.padded_outputs(), panel * PANEL + column);
        // SAFETY: the caller vouches for rows and columns.
        unsafe {
            let sums = tile::<L, R, STRIDE>(self.from.add(row * STRIDE), self.layer, output);
            let bias = self.layer.bias.as_ptr().add(output);
            for (row, sums) in (row - self.rows.start..).zip(sums) {
                for (vector, sum) in sums.into_iter().enumerate() {
                    let to = self.to.add(row * outputs + output + vector * L::N);
                    sum.add(L::load(bias.add(vector * L::N))).store(to);
                }
            }
        }
    }
}

/// See [`super::add_norm`], which checks that the rows lie within `from` and `to`.
pub(super) struct NormKernel<'a> {
    pub norm: &'a Norm,
    pub from: *const f32,
    pub rows: &'a [Range<usize>],
    pub to: *mut f32,
}

impl Kernel for NormKernel<'_> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        for row in self.rows.iter().cloned().flatten() {
            // SAFETY: the rows were checked; all offsets within a row are below 96.
            unsafe {
                let from = self.from.add(row * WIDTH);
                let to = self.to.add(row * WIDTH);
                let mean = sum::<L>(from, None) / WIDTH as f32;
                let variance = sum::<L>(from, Some(mean)) / WIDTH as f32;
                let mean = L::splat(mean);
                let scale = L::splat(1.0 / (variance + 1e-8).sqrt());
                for place in (0..WIDTH).step_by(L::N) {
                    let gain = L::load(self.norm.gain.as_ptr().add(place));
                    let shift = L::load(self.norm.shift.as_ptr().add(place));
                    let value = L::load(from.add(place)).sub(mean).mul(scale).mul_add(gain, shift);
                    L::load(to.add(place)).add(value).store(to.add(place));
                }
            }
        }
    }
}

/// The sum of 96 numbers, or of the squares of their differences from `mean`: in 16 lanes, then folded in
/// halves.
///
/// # Safety
/// The instruction set of `L`; `from` valid for 96 values.
#[inline(always)]
unsafe fn sum<L: Lanes>(from: *const f32, mean: Option<f32>) -> f32 {
    let mut lanes = [0.0f32; 16];
    for lane in (0..16).step_by(L::N) {
        // SAFETY: `lane + N` is at most 16, `place + N` at most 96.
        unsafe {
            let mut sum = L::splat(0.0);
            for place in (lane..WIDTH).step_by(16) {
                let value = L::load(from.add(place));
                sum = match mean {
                    None => sum.add(value),
                    Some(mean) => {
                        let difference = value.sub(L::splat(mean));
                        difference.mul_add(difference, sum)
                    }
                };
            }
            sum.store(lanes.as_mut_ptr().add(lane));
        }
    }
    for half in [8, 4, 2, 1] {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
    }
    lanes[0]
}

/// See [`super::score`].
pub(super) struct ScoreKernel<'a, const FEATURES: usize> {
    pub scorer: &'a Scorer,
    pub features: [&'a [f32; 2 * HIDDEN]; FEATURES],
    pub to: &'a mut [f32; SCORES],
}

impl<const FEATURES: usize> Kernel for ScoreKernel<'_, FEATURES> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        /// Vectors of scores computed at once.
        const VECTORS: usize = 8;
        let mut hidden = [0.0f32; HIDDEN];
        // SAFETY: `unit` and `column` step through arrays whose sizes are multiples of theirs.
        unsafe {
            for unit in (0..HIDDEN).step_by(L::N) {
                let (first, second) = (self.piece::<L>(unit), self.piece::<L>(HIDDEN + unit));
                first.max(second).store(hidden.as_mut_ptr().add(unit));
            }
            let weights = self.scorer.weights.as_ptr().cast::<f32>();
            for column in (0..SCORES).step_by(VECTORS * L::N) {
                let mut sums = [L::splat(0.0); VECTORS];
                for (unit, &value) in hidden.iter().enumerate() {
                    let value = L::splat(value);
                    for (vector, sum) in sums.iter_mut().enumerate() {
                        let weight = L::load(weights.add(unit * SCORES + column + vector * L::N));
                        *sum = value.mul_add(weight, *sum);
                    }
                }
                for (vector, sum) in sums.into_iter().enumerate() {
                    let place = column + vector * L::N;
                    sum.add(L::load(self.scorer.bias.as_ptr().add(place)))
                        .store(self.to.as_mut_ptr().add(place));
                }
            }
        }
    }
}

impl<const FEATURES: usize> ScoreKernel<'_, FEATURES> {
    /// Pieces of hidden units from `place` on: the features' contributions in order, then the bias.
    ///
    /// # Safety
    /// The instruction set of `L`; `place` at most 128 less the lanes.
    #[inline(always)]
    unsafe fn piece<L: Lanes>(&self, place: usize) -> L {
        // SAFETY: as the caller vouches.
        unsafe {
            let mut sum = L::load(self.features[0].as_ptr().add(place));
            for feature in &self.features[1..] {
                sum = sum.add(L::load(feature.as_ptr().add(place)));
            }
            sum.add(L::load(self.scorer.hidden_bias.as_ptr().add(place)))
        }
    }
}
