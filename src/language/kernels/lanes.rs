//! Vectors of `f32` as the kernels see them: one trait, implemented for each instruction set and in plain
//! code.
//!
//! Every operation is exact in the sense of IEEE 754 (one rounding), so a kernel written against the trait
//! gives the same bits whatever the number of lanes.

/// A vector of `N` lanes.
///
/// # Safety
/// The methods may only run where the instruction set they stand for is available, and pointers must be valid
/// for `N` values.
pub(super) trait Lanes: Copy {
    /// Lanes; divides 16.
    const N: usize;
    /// Rows that a block of two vectors a row should have to fill the registers.
    const ROWS: usize;

    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn store(self, to: *mut f32);
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    /// `self * factor + addend`, rounded once.
    unsafe fn mul_add(self, factor: Self, addend: Self) -> Self;
    /// `self > other ? self : other`.
    unsafe fn max(self, other: Self) -> Self;
}

/// Four lanes in plain code.
#[derive(Clone, Copy)]
pub(super) struct Plain([f32; 4]);

// SAFETY (of the methods): nothing but valid pointers is asked for.
impl Lanes for Plain {
    const N: usize = 4;
    const ROWS: usize = 4;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        Self([value; 4])
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller vouches for four values.
        Self(unsafe { from.cast::<[f32; 4]>().read_unaligned() })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller vouches for four places.
        unsafe { to.cast::<[f32; 4]>().write_unaligned(self.0) }
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] + other.0[i]))
    }
    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] - other.0[i]))
    }
    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] * other.0[i]))
    }
    #[inline(always)]
    unsafe fn mul_add(self, factor: Self, addend: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i].mul_add(factor.0[i], addend.0[i])))
    }
    #[inline(always)]
    unsafe fn max(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| if self.0[i] > other.0[i] { self.0[i] } else { other.0[i] }))
    }
}

/// Implements [`Lanes`] by intrinsics of one name each.
macro_rules! intrinsics {
    ($(#[$meta:meta])* $name:ident($vector:ty), lanes $n:literal, rows $rows:literal:
     $splat:ident $load:ident $store:ident $add:ident $sub:ident $mul:ident $fma:ident, |$a:ident, $b:ident| $max:expr) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub(in super::super) struct $name($vector);

        // SAFETY (of the methods): the caller vouches for the instruction set and the pointers.
        impl Lanes for $name {
            const N: usize = $n;
            const ROWS: usize = $rows;

            #[inline(always)]
            unsafe fn splat(value: f32) -> Self {
                // SAFETY: as above.
                Self(unsafe { $splat(value) })
            }
            #[inline(always)]
            unsafe fn load(from: *const f32) -> Self {
                // SAFETY: as above.
                Self(unsafe { $load(from) })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut f32) {
                // SAFETY: as above.
                unsafe { $store(to, self.0) }
            }
            #[inline(always)]
            unsafe fn add(self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $add(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn sub(self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $sub(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn mul(self, other: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $mul(self.0, other.0) })
            }
            #[inline(always)]
            unsafe fn mul_add(self, factor: Self, addend: Self) -> Self {
                // SAFETY: as above.
                Self(unsafe { $fma(self.0, factor.0, addend.0) })
            }
            #[inline(always)]
            unsafe fn max(self, other: Self) -> Self {
                let ($a, $b) = (self.0, other.0);
                // SAFETY: as above.
                Self(unsafe { $max })
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256, __m512, _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_mul_ps,
        _mm256_set1_ps, _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_ps, _mm512_fmadd_ps, _mm512_loadu_ps,
        _mm512_max_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_storeu_ps, _mm512_sub_ps,
    };

    use super::Lanes;

    intrinsics! {
        /// 16 lanes of AVX-512F; `vmaxps` takes its second operand unless the first is greater.
        Avx512(__m512), lanes 16, rows 12:
        _mm512_set1_ps _mm512_loadu_ps _mm512_storeu_ps _mm512_add_ps _mm512_sub_ps _mm512_mul_ps _mm512_fmadd_ps,
        |a, b| _mm512_max_ps(a, b)
    }

    intrinsics! {
        /// 8 lanes of AVX2 with FMA.
        Avx2(__m256), lanes 8, rows 6:
        _mm256_set1_ps _mm256_loadu_ps _mm256_storeu_ps _mm256_add_ps _mm256_sub_ps _mm256_mul_ps _mm256_fmadd_ps,
        |a, b| _mm256_max_ps(a, b)
    }
}
#[cfg(target_arch = "x86_64")]
pub(super) use x86::{Avx2, Avx512};

#[cfg(target_arch = "aarch64")]
mod arm {
    use std::arch::aarch64::*;

    use super::Lanes;

    /// `factor * value + addend`, rounded once; the operands in the order of the other instruction sets.
    #[inline(always)]
    unsafe fn fused(value: float32x4_t, factor: float32x4_t, addend: float32x4_t) -> float32x4_t {
        // SAFETY: every aarch64 processor that Rust's standard library supports has NEON.
        unsafe { vfmaq_f32(addend, value, factor) }
    }

    intrinsics! {
        /// 4 lanes of NEON; its own maximum treats zeros and NaN otherwise, so it is spelled out.
        Neon(float32x4_t), lanes 4, rows 10:
        vdupq_n_f32 vld1q_f32 vst1q_f32 vaddq_f32 vsubq_f32 vmulq_f32 fused,
        |a, b| vbslq_f32(vcgtq_f32(a, b), a, b)
    }
}
#[cfg(target_arch = "aarch64")]
pub(super) use arm::Neon;
