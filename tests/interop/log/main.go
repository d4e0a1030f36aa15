// Command log checks with golang.org/x/mod what our sequencer wrote: notes, record proofs, tree proofs, and the root over all entries.
// Everything is checked a second time with one bit changed, and must then be refused.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	VerifierKey string            `json:"verifierKey"`
	WitnessKeys []string          `json:"witnessKeys"`
	Notes       map[string]string `json:"notes"`
	Cosigned    []string          `json:"cosigned"`
	Forks       []string          `json:"forks"`
	Records     []struct {
		Entry string `json:"entry"`
		Proof string `json:"proof"`
	} `json:"records"`
	Consistency []struct {
		From  int64    `json:"from"`
		To    int64    `json:"to"`
		Proof []string `json:"proof"`
	} `json:"consistency"`
}

func main() {
	if len(os.Args) != 2 {
		fail(errors.New("usage: log FOLDER"))
	}
	in := readInput(os.Args[1])
	verifier, err := note.NewVerifier(in.VerifierKey)
	fail(err)
	trees := openNotes(in, verifier)
	checkRecords(in, verifier)
	checkTrees(in, trees)
	checkCosigned(in, verifier)
	checkForks(in, verifier)
	checkEntries(os.Args[1], trees)
	fmt.Printf("golang.org/x/mod accepts %d notes, %d of them with cosignatures, %d record proofs, %d tree proofs, %d proofs of a fork and the root over all entries; none of them changed\n",
		len(in.Notes), len(in.Cosigned), len(in.Records), len(in.Consistency), len(in.Forks))
}

func readInput(folder string) input {
	data, err := os.ReadFile(filepath.Join(folder, "interop.json"))
	fail(err)
	var in input
	fail(json.Unmarshal(data, &in))
	if len(in.Notes) < 5 || len(in.Records) < 5 || len(in.Consistency) < 5 || len(in.Cosigned) < 5 || len(in.WitnessKeys) < 2 || len(in.Forks) < 5 {
		fail(errors.New("there is too little to check"))
	}
	return in
}

func openNotes(in input, verifier note.Verifier) map[int64]tlog.Tree {
	trees := map[int64]tlog.Tree{}
	for size, text := range in.Notes {
		tree, err := openTree(text, verifier)
		fail(err)
		if strconv.FormatInt(tree.N, 10) != size {
			fail(fmt.Errorf("note of size %s says %d", size, tree.N))
		}
		trees[tree.N] = tree
		changed := []byte(text)
		// The last character before the padding has bits that this base64 decoder does not look at.
		for at := range len(changed) - 3 {
			changed[at] ^= 1
			if _, err := openTree(string(changed), verifier); err == nil {
				fail(fmt.Errorf("a note with octet %d changed was accepted", at))
			}
			changed[at] ^= 1
		}
	}
	return trees
}

func openTree(text string, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := parseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func checkRecords(in input, verifier note.Verifier) {
	for _, record := range in.Records {
		head, checkpoint, found := strings.Cut(record.Proof, "\n\n")
		lines := strings.Split(head, "\n")
		if !found || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
			fail(errors.New("not a tlog-proof"))
		}
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		fail(err)
		tree, err := openTree(checkpoint, verifier)
		fail(err)
		proof := parseHashes(lines[2:])
		entry, err := base64.StdEncoding.DecodeString(record.Entry)
		fail(err)
		fail(tlog.CheckRecord(tlog.RecordProof(proof), tree.N, tree.Hash, index, tlog.RecordHash(entry)))
		entry[0] ^= 1
		refuse(tlog.CheckRecord(tlog.RecordProof(proof), tree.N, tree.Hash, index, tlog.RecordHash(entry)))
		entry[0] ^= 1
		for at := range proof {
			proof[at][0] ^= 1
			refuse(tlog.CheckRecord(tlog.RecordProof(proof), tree.N, tree.Hash, index, tlog.RecordHash(entry)))
			proof[at][0] ^= 1
		}
	}
}

func checkTrees(in input, trees map[int64]tlog.Tree) {
	for _, pair := range in.Consistency {
		proof := parseHashes(pair.Proof)
		from, to := trees[pair.From], trees[pair.To]
		fail(tlog.CheckTree(tlog.TreeProof(proof), to.N, to.Hash, from.N, from.Hash))
		from.Hash[0] ^= 1
		refuse(tlog.CheckTree(tlog.TreeProof(proof), to.N, to.Hash, from.N, from.Hash))
	}
}

// checkEntries hashes the entry bundles again, as an auditor does who trusts no tile.
func checkEntries(folder string, trees map[int64]tlog.Tree) {
	var newest tlog.Tree
	for _, tree := range trees {
		if tree.N > newest.N {
			newest = tree
		}
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for n := int64(0); n < newest.N; {
		path := fmt.Sprintf("tile/entries/%03d", n/256)
		if newest.N-n < 256 {
			path += fmt.Sprintf(".p/%d", newest.N-n)
		}
		bundle, err := os.ReadFile(filepath.Join(folder, path))
		fail(err)
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			hashes, err := tlog.StoredHashes(n, bundle[2:2+length], reader)
			fail(err)
			stored = append(stored, hashes...)
			bundle = bundle[2+length:]
			n++
		}
	}
	for _, tree := range trees {
		root, err := tlog.TreeHash(tree.N, reader)
		fail(err)
		if root != tree.Hash {
			fail(fmt.Errorf("the entries give another root at size %d", tree.N))
		}
	}
}

func parseHashes(lines []string) []tlog.Hash {
	hashes := []tlog.Hash{}
	for _, line := range lines {
		hash, err := parseHash(line)
		fail(err)
		hashes = append(hashes, hash)
	}
	return hashes
}

func parseHash(text string) (tlog.Hash, error) {
	return tlog.ParseHash(text)
}

func refuse(err error) {
	if err == nil {
		fail(errors.New("a changed proof was accepted"))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
