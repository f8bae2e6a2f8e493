//! The kernels themselves, over any [`Lanes`].

use std::ops::Range;

use super::lanes::Lanes;
use super::{HIDDEN, Kernel, Norm, PANEL, PIECES, POINTS, Packed, SCORES, Scorer, WIDTH};

/// Dot products of `R` rows of `inputs` numbers, `STRIDE` apart, with two vectors of outputs.
///
/// `weights` are the two vectors' weights for the first input; those for further inputs follow 16 apart. The
/// sums stay in registers; each is one chain over the inputs.
///
/// # Safety
/// The instruction set of `L`; `from` and `weights` valid for all inputs.
#[inline(always)]
unsafe fn dot_products<L: Lanes, const R: usize, const STRIDE: usize>(
    from: *const f32,
    weights: [*const f32; 2],
    inputs: usize,
) -> [[L; 2]; R] {
    // SAFETY: all offsets lie within what the caller vouches for.
    unsafe {
        let mut sums = [[L::splat(0.0); 2]; R];
        for input in 0..inputs {
            let left = L::load(weights[0].add(input * 16));
            let right = L::load(weights[1].add(input * 16));
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
pub(super) struct MaxoutKernel<'a, const INPUTS: usize> {
    pub layer: &'a Packed,
    pub from: *const f32,
    pub rows: usize,
    pub to: *mut f32,
}

impl<const INPUTS: usize> Kernel for MaxoutKernel<'_, INPUTS> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        // Outputs are computed for all rows before the next ones: their weights stay in the first-level cache.
        for output in (0..WIDTH * PIECES).step_by(2 * L::N) {
            for block in blocks::<L>(0..self.rows) {
                with_rows!(block.len(), R => {
                    // SAFETY: the rows were checked, and two vectors from `output` on lie in a panel.
                    unsafe { self.block::<L, R>(block.start, output) }
                });
            }
        }
    }
}

impl<const INPUTS: usize> MaxoutKernel<'_, INPUTS> {
    /// `R` rows from `row` on, two vectors of outputs from `output` on.
    #[inline(always)]
    unsafe fn block<L: Lanes, const R: usize>(&self, row: usize, output: usize) {
        // SAFETY: the caller vouches for rows and outputs.
        unsafe {
            let weights = [self.layer.column(output), self.layer.column(output + L::N)];
            let sums = dot_products::<L, R, INPUTS>(self.from.add(row * INPUTS), weights, INPUTS);
            for (row, sums) in (row..).zip(sums) {
                for (vector, sum) in sums.into_iter().enumerate() {
                    maximum(self.layer, output + vector * L::N, sum, self.to.add(row * WIDTH));
                }
            }
        }
    }
}

/// Adds the bias to a vector of `layer`'s outputs, pieces of some units, and keeps the larger of each and of the
/// unit's pieces before it, which stand in the row `to`.
///
/// # Safety
/// The instruction set of `L`; `to` valid for 96 values.
#[inline(always)]
unsafe fn maximum<L: Lanes>(layer: &Packed, output: usize, sum: L, to: *mut f32) {
    let (panel, lane) = (output / PANEL, output % PANEL);
    // SAFETY: as the caller vouches.
    unsafe {
        let to = to.add(panel / PIECES * PANEL + lane);
        let value = sum.add(L::load(layer.bias.as_ptr().add(output)));
        if panel % PIECES == 0 { value.store(to) } else { value.max(L::load(to)).store(to) }
    }
}

/// Neighbouring rows, four or at the end of a range fewer, that a convolution computes together.
#[derive(Clone, Copy)]
pub(super) struct Tile {
    /// The first of them.
    pub row: usize,
    pub rows: usize,
}

/// Transforms what each of `tiles` sees, its rows and one on either side, to six points of 96 numbers. What
/// lies beyond these counts as zero.
///
/// See [`super::convolve`], which checks that the rows lie within `from` and the points in `to`.
pub(super) struct PointsKernel<'a> {
    pub tiles: &'a [Tile],
    pub from: *const f32,
    pub to: *mut f32,
}

impl Kernel for PointsKernel<'_> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        for (number, tile) in self.tiles.iter().enumerate() {
            // SAFETY: the rows were checked; all offsets within a row are below 96.
            unsafe {
                let from = self.from.add((tile.row - 1) * WIDTH);
                let to = self.to.add(number * POINTS * WIDTH);
                let (two, four) = (L::splat(2.0), L::splat(4.0));
                let (minus_four, minus_five) = (L::splat(-4.0), L::splat(-5.0));
                for place in (0..WIDTH).step_by(L::N) {
                    let mut seen = [L::splat(0.0); POINTS];
                    for (row, seen) in seen.iter_mut().enumerate().take(tile.rows + 2) {
                        *seen = L::load(from.add(row * WIDTH + place));
                    }
                    let [a, b, c, d, e, f] = seen;
                    let (even, odd) = (c.mul_add(minus_four, e), b.mul_add(minus_four, d));
                    let (outer, inner) = (e.sub(c), d.sub(b).mul(two));
                    let points = [
                        a.mul_add(four, c.mul_add(minus_five, e)),
                        even.add(odd),
                        even.sub(odd),
                        outer.add(inner),
                        outer.sub(inner),
                        b.mul_add(four, d.mul_add(minus_five, f)),
                    ];
                    for (point, value) in points.into_iter().enumerate() {
                        value.store(to.add(point * WIDTH + place));
                    }
                }
            }
        }
    }
}

/// Multiplies the points of each tile with those of the filters, and transforms the products to the tile's
/// rows. See [`super::convolve`], which checks that the tiles lie within `from` and their rows in `to`.
pub(super) struct ConvolutionKernel<'a> {
    pub layer: &'a Packed,
    pub tiles: &'a [Tile],
    pub from: *const f32,
    pub to: *mut f32,
}

impl Kernel for ConvolutionKernel<'_> {
    #[inline(always)]
    unsafe fn run<L: Lanes>(self) {
        // As above; the weights of a point fit in the first-level cache, those of all six in the second-level one.
        for output in (0..WIDTH * PIECES).step_by(2 * L::N) {
            for block in blocks::<L>(0..self.tiles.len()) {
                with_rows!(block.len(), R => {
                    // SAFETY: the tiles were checked, and two vectors from `output` on lie in a panel.
                    unsafe { self.block::<L, R>(block.start, output) }
                });
            }
        }
    }
}

impl ConvolutionKernel<'_> {
    /// `R` tiles from `first` on, two vectors of outputs from `output` on.
    #[inline(always)]
    unsafe fn block<L: Lanes, const R: usize>(&self, first: usize, output: usize) {
        // SAFETY: the caller vouches for tiles and outputs.
        unsafe {
            let mut products = [[[L::splat(0.0); 2]; R]; POINTS];
            for (point, products) in products.iter_mut().enumerate() {
                let from = self.from.add((first * POINTS + point) * WIDTH);
                let weights = [
                    self.layer.column(output).add(point * WIDTH * 16),
                    self.layer.column(output + L::N).add(point * WIDTH * 16),
                ];
                *products = dot_products::<L, R, { POINTS * WIDTH }>(from, weights, WIDTH);
            }
            let (two, four, eight) = (L::splat(2.0), L::splat(4.0), L::splat(8.0));
            for number in 0..R {
                let tile = *self.tiles.get_unchecked(first + number);
                for vector in 0..2 {
                    let mut at = [L::splat(0.0); POINTS];
                    for (at, products) in at.iter_mut().zip(&products) {
                        *at = products[number][vector];
                    }
                    let [a, b, c, d, e, f] = at;
                    let (near, far) = (b.add(c), d.add(e));
                    let (near_odd, far_odd) = (b.sub(c), d.sub(e));
                    let rows = [
                        a.add(near).add(far),
                        far_odd.mul_add(two, near_odd),
                        far.mul_add(four, near),
                        far_odd.mul_add(eight, near_odd).add(f),
                    ];
                    for (row, value) in (tile.row..tile.row + tile.rows).zip(rows) {
                        maximum(self.layer, output + vector * L::N, value, self.to.add(row * WIDTH));
                    }
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
        for output in (0..self.layer.padded_outputs()).step_by(2 * L::N) {
            for block in blocks::<L>(self.rows.clone()) {
                with_rows!(block.len(), R => {
                    // SAFETY: the rows were checked, and two vectors from `output` on lie in a panel.
                    unsafe { self.block::<L, R>(block.start, output) }
                });
            }
        }
    }
}

impl<const STRIDE: usize> LinearKernel<'_, STRIDE> {
    /// `R` rows from `row` on, two vectors of outputs from `output` on.
    #[inline(always)]
    unsafe fn block<L: Lanes, const R: usize>(&self, row: usize, output: usize) {
        let outputs = self.layer.padded_outputs();
        // SAFETY: the caller vouches for rows and outputs.
        unsafe {
            let weights = [self.layer.column(output), self.layer.column(output + L::N)];
            let sums = dot_products::<L, R, STRIDE>(self.from.add(row * STRIDE), weights, self.layer.inputs);
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
    // Spelled out: a loop over the halves would not be unrolled.
    for lane in 0..8 {
        lanes[lane] += lanes[lane + 8];
    }
    for lane in 0..4 {
        lanes[lane] += lanes[lane + 4];
    }
    (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
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
