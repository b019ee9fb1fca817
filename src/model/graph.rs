//! Rings and order among things that refer to each other. The only code that names petgraph.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The rings among `count` things, each as a way from its smallest member back to it (the member is not repeated at the end), in
/// order of their first members. An edge `(a, b)` says that a refers to b.
pub fn rings(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let next = successors(count, edges);
    let mut rings: Vec<Vec<usize>> = components(count, edges)
        .iter()
        .filter_map(|members| {
            let start = *members.iter().min()?;
            let inside: BTreeSet<usize> = members.iter().copied().collect();
            way_back(start, &inside, &next)
        })
        .collect();
    rings.sort();
    rings
}

/// All things in an order in which each comes after those it refers to; members of rings stand in some order among themselves.
pub fn order(count: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    components(count, edges).into_iter().flatten().collect()
}

/// Strongly connected components, what is referred to first. (Kosaraju's way does not recurse.)
fn components(count: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    let nodes: Vec<NodeIndex> = (0..count).map(|_| graph.add_node(())).collect();
    for &(from, to) in edges {
        if let (Some(&from), Some(&to)) = (nodes.get(from), nodes.get(to)) {
            graph.update_edge(from, to, ());
        }
    }
    kosaraju_scc(&graph).into_iter().map(|c| c.into_iter().map(NodeIndex::index).collect()).collect()
}

/// What each thing refers to.
fn successors(count: usize, edges: &[(usize, usize)]) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut next: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for &(from, to) in edges.iter().filter(|(from, to)| *from < count && *to < count) {
        next.entry(from).or_default().insert(to);
    }
    next
}

/// The shortest way from a thing back to itself within `inside`.
fn way_back(start: usize, inside: &BTreeSet<usize>, next: &BTreeMap<usize, BTreeSet<usize>>) -> Option<Vec<usize>> {
    let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &to in next.get(&at).into_iter().flatten().filter(|to| inside.contains(to)) {
            if to == start {
                return Some(retrace(start, at, &came_from));
            }
            if let std::collections::btree_map::Entry::Vacant(entry) = came_from.entry(to) {
                entry.insert(at);
                queue.push_back(to);
            }
        }
    }
    None
}

/// The way from `start` to `end`.
fn retrace(start: usize, end: usize, came_from: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut way = vec![end];
    let mut at = end;
    while at != start {
        match came_from.get(&at) {
            Some(&before) => {
                way.push(before);
                at = before;
            }
            None => break,
        }
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use super::{order, rings};

    #[test]
    fn a_ring_is_the_shortest_way_back() {
        assert_eq!(rings(4, &[(0, 1), (1, 2), (2, 0), (2, 3), (1, 0)]), [vec![0, 1]]);
    }

    #[test]
    fn a_thing_that_refers_to_itself_is_a_ring() {
        assert_eq!(rings(2, &[(1, 1)]), [vec![1]]);
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        assert_eq!(order(3, &[(0, 1), (1, 2)]), [2, 1, 0]);
    }

    #[test]
    fn a_long_chain_is_no_ring_and_does_not_exhaust_the_stack() {
        let edges: Vec<(usize, usize)> = (0..200_000).map(|n| (n, n + 1)).collect();
        assert!(rings(200_001, &edges).is_empty());
    }
}
