//! From values to ranks, thousands of times over: values are dealt into narrow pigeonholes first, which leaves next to nothing to
//! sort.

/// A pigeonhole with more values than this says that the values are spread too unevenly to be dealt.
const CROWDED: u32 = 64;

/// Turns values into ranks, again and again without new memory.
#[derive(Debug, Default)]
pub(crate) struct Sorter {
    keys: Vec<u64>,
    dealt: Vec<u64>,
    starts: Vec<u32>,
}

impl Sorter {
    /// Tells the rank of each entry of one island, the highest value first. Values (all finite) that agree in all but their
    /// last bits share a rank.
    pub(crate) fn rank(
        &mut self,
        values: &[f64],
        island: &[usize],
        mut tell: impl FnMut(usize, u32),
    ) {
        // The place within the island takes the last bits of the key, so that numbers alone are sorted.
        let bits = usize::BITS - island.len().leading_zeros();
        let places = (1_u64 << bits) - 1;
        self.keys.clear();
        self.keys
            .extend((0_u64..).zip(island).map(|(place, &entry)| {
                // Bits of a double in rising order of its value (and no −0), then turned round.
                let bits = (values[entry] + 0.0).to_bits();
                let sign = ((bits as i64) >> 63) as u64;
                let rising = bits ^ (sign | (1 << 63));
                (!rising & !places) | place
            }));
        if self.deal(values, island) {
            std::mem::swap(&mut self.keys, &mut self.dealt);
            insertion_sort(&mut self.keys);
        } else {
            self.keys.sort_unstable();
        }
        let (mut rank, mut last) = (0, None);
        for (before, &key) in (0_u32..).zip(&self.keys) {
            let value = key & !places;
            if last != Some(value) {
                rank = before + 1;
                last = Some(value);
            }
            let place = usize::try_from(key & places).expect("it was a usize");
            tell(island[place], rank);
        }
    }

    /// Deals the keys into pigeonholes of equal width, the highest values first; false when one is crowded.
    fn deal(&mut self, values: &[f64], island: &[usize]) -> bool {
        let holes = (2 * island.len()).next_power_of_two();
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for &entry in island {
            least = least.min(values[entry]);
            most = most.max(values[entry]);
        }
        let per_unit = (holes - 1) as f64 / (most - least);
        if !per_unit.is_finite() {
            return false;
        }
        let hole = |entry: usize| ((most - values[entry]) * per_unit) as usize;
        self.starts.clear();
        self.starts.resize(holes + 1, 0);
        for &entry in island {
            self.starts[hole(entry) + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut self.starts {
            if *start > CROWDED {
                return false;
            }
            sum += *start;
            *start = sum;
        }
        self.dealt.clear();
        self.dealt.resize(island.len(), 0);
        for (&entry, &key) in island.iter().zip(&self.keys) {
            let slot = &mut self.starts[hole(entry)];
            self.dealt[*slot as usize] = key;
            *slot += 1;
        }
        true
    }
}

/// Sorts a row in which everything is next to its place already.
fn insertion_sort(keys: &mut [u64]) {
    for at in 1..keys.len() {
        let key = keys[at];
        let mut free = at;
        while free > 0 && keys[free - 1] > key {
            keys[free] = keys[free - 1];
            free -= 1;
        }
        keys[free] = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;

    /// Ranks by counting who is better.
    fn counted(values: &[f64], island: &[usize]) -> Vec<u32> {
        let mut ranks = vec![0; values.len()];
        for &entry in island {
            let better = island
                .iter()
                .filter(|&&other| values[other] > values[entry]);
            ranks[entry] = 1 + u32::try_from(better.count()).unwrap();
        }
        ranks
    }

    #[test]
    fn ranks_count_the_values_that_are_higher() {
        let mut dice = Dice::new(1, 0);
        let mut sorter = Sorter::default();
        for size in [1, 2, 3, 50, 700] {
            // A bell, a bell with an entry far away, few different values, and one value for all.
            let bell: Vec<f64> = (0..size).map(|_| dice.normal()).collect();
            let mut far = bell.clone();
            far[0] = -1e9;
            let steps: Vec<f64> = bell.iter().map(|value| value.round()).collect();
            for values in [bell, far, steps, vec![0.5; size]] {
                for island in [
                    (0..size).collect::<Vec<_>>(),
                    (0..size).step_by(2).collect(),
                ] {
                    let mut ranks = vec![0; size];
                    sorter.rank(&values, &island, |entry, rank| ranks[entry] = rank);
                    assert_eq!(ranks, counted(&values, &island));
                }
            }
        }
    }
}
