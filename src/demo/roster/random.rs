//! Numbers that look drawn by lot and are the same at every run.

/// Sebastiano Vigna's SplitMix64. Each object of the roster draws from a stream of its own, named
/// by its key, so that one more draw for one object changes no other.
pub struct Random(u64);

impl Random {
    /// The stream of a name (its FNV-1a hash is the seed).
    pub fn of(name: &str) -> Self {
        let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `n` − 1; 0 when `n` is not positive.
    pub fn below(&mut self, n: i64) -> i64 {
        (self.next() >> 1).cast_signed() % n.max(1)
    }

    /// `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(to - from + 1)
    }

    /// As `between`, for a small number.
    pub fn small(&mut self, from: i32, to: i32) -> i32 {
        i32::try_from(self.between(from.into(), to.into())).unwrap_or(from)
    }

    /// True `per_thousand` times out of 1,000.
    pub fn chance(&mut self, per_thousand: i64) -> bool {
        self.below(1_000) < per_thousand
    }

    /// One of the items, or the default of an empty list.
    pub fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
        usize::try_from(self.below(count)).ok().and_then(|index| items.get(index).copied()).unwrap_or_default()
    }
}
