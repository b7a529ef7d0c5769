/** @file The docs of a kind as they read best: formulas and shapes in a font of their own, citations as links. */
import { ExternalLink } from 'lucide-react'
import { type DocsPiece, readDocs } from '../../editor/choosing/docs-text'
import { papersIn } from '../../layers/papers'
import styles from './Help.module.css'

export function DocsText({ text }: { text: string }) {
  return (
    <div className={styles.docs}>
      {readDocs(text).map(({ lead, pieces }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the text of a kind never changes
        <p key={index}>
          {lead !== null && <strong>{lead}: </strong>}
          {pieces.map((piece, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Piece key={position} piece={piece} />
          ))}
        </p>
      ))}
    </div>
  )
}

function Piece({ piece }: { piece: DocsPiece }) {
  switch (piece.type) {
    case 'text':
      return piece.text
    case 'formula':
      return <code className={styles.formula}>{piece.text}</code>
    case 'paper':
      return (
        <a href={piece.url} target="_blank" rel="noopener noreferrer" title={piece.title}>
          {piece.text}
        </a>
      )
  }
}

/** The papers that a text leans on. Nothing is asked of their servers until somebody follows a link. */
export function References({ text }: { text: string }) {
  const papers = papersIn(text)
  if (papers.length === 0) return null
  return (
    <div className={styles.references}>
      <h4>Papers</h4>
      <ul>
        {papers.map(({ title, authors, url }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noopener noreferrer">
              {title}
              <ExternalLink size={11} aria-label="opens in a new tab" role="img" />
            </a>
            <span>{authors}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
